import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { faultDocument } from './fault-document';

writeFileSync(path.join(__dirname, '..', '..', 'docs', 'faults.md'), faultDocument());
