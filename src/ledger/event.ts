/** Something that the shop is told, written together with the change it tells of. */
export interface LedgerEvent {
  /** The same for the same event, however often it is computed. */
  readonly id: string;
  readonly type: string;
  readonly createdAt: Date;
  /** Within what it tells of, growing: deliveries may arrive in another order than things happened. */
  readonly sequence: number;
  readonly data: object;
}
