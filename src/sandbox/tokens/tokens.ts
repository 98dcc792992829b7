import { randomBytes } from 'node:crypto';
import { MINUTE, type Clock } from '../../kernel/clock';
import { ACCOUNT } from '../account';
import { refused } from '../edge/refusal';
import { claimsOf, signedToken } from './jwt';

const LIFETIME_SECONDS = (30 * MINUTE) / 1_000;

/** What the caller of POST tokens chose; it rules the intents made with the token. */
export interface TokenFlags {
  readonly sendBlinkReceipt: boolean;
  readonly addressPostcodeRequired: boolean;
  readonly enableMotoPayments: boolean;
  readonly paymentApiStatus: boolean;
  readonly cardLayout: string;
}

export interface AccessToken {
  readonly text: string;
  readonly expiresAt: Date;
  readonly flags: TokenFlags;
}

/** Issues and checks access tokens. */
export class Tokens {
  readonly #clock: Clock;
  readonly #secretKey: string;
  #signingKey = randomBytes(32);
  readonly #issued = new Map<string, AccessToken>();

  constructor(clock: Clock, secretKey: string) {
    this.#clock = clock;
    this.#secretKey = secretKey;
  }

  issue(flags: TokenFlags): AccessToken {
    this.#dropExpired();
    const exp = Math.floor(this.#clock.now().getTime() / 1_000) + LIFETIME_SECONDS;
    const claims = { merchant_id: ACCOUNT.tokenMerchantId, secret_key: this.#secretKey, exp };
    const token = { text: signedToken(claims, this.#signingKey), expiresAt: new Date(exp * 1_000), flags };
    this.#issued.set(token.text, token);
    return token;
  }

  /** @throws Refusal 401, with the text that says whether the token is wrong or only old */
  check(text: string): AccessToken {
    const claims = claimsOf(text, this.#signingKey);
    if (!claims) throw refused(401, 'Unauthorised request');
    if (claims.exp * 1_000 <= this.#clock.now().getTime()) throw refused(401, 'Access Token expired');
    const token = this.#issued.get(text);
    if (!token) throw refused(401, 'Unauthorised request');
    return token;
  }

  /** Every token so far becomes wrong, as after a key change. */
  revokeAll(): void {
    this.#signingKey = randomBytes(32);
    this.#issued.clear();
  }

  #dropExpired(): void {
    const now = this.#clock.now();
    for (const [text, token] of this.#issued) {
      if (token.expiresAt > now) return; // issued in this order, so the rest is younger
      this.#issued.delete(text);
    }
  }
}
