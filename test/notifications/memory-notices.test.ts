import { MemoryNotices } from '../../src/notifications/memory-notices';
import { noticesContract } from './notices-contract';

noticesContract('MemoryNotices', () => new MemoryNotices());
