/** The package brings no types of its own. */
declare module 'uk-modulus-checking' {
  /** Checks a UK account number against its sort code by the banks' published modulus rules. */
  class UkModulusChecking {
    constructor(account: { readonly accountNumber: string; readonly sortCode: string });
    /** True also where no rule is published for the sort code. */
    isValid(): boolean;
  }
  export = UkModulusChecking;
}
