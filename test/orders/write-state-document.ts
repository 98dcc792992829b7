import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stateDocument } from './state-document';

writeFileSync(path.join(__dirname, '..', '..', 'docs', 'states.md'), stateDocument());
