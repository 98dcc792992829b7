import { MemoryOrderStore } from '../../src/orders/memory-store';
import { storeContract } from './store-contract';

storeContract('MemoryOrderStore', () => new MemoryOrderStore());
