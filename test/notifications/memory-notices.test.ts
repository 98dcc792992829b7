import { noticesContract } from './notices-contract';
import { MemoryNotificationStore } from '../../src/notifications/memory-store';

noticesContract('MemoryNotices', () => new MemoryNotificationStore());
