import { ACCOUNT } from '../account';
import type { Intent } from '../intents/intent';
import { markup, noMarkup, type Markup } from '../markup';
import { plainHidden, textInput } from './inputs';

/** ddElement: no script and no merchant number, a plain form. */
export function directDebitElement(intent: Intent): Markup {
  const { customer } = intent.terms;
  return markup`${plainHidden('payment_intent', intent.paymentIntent)}
    ${plainHidden('transaction_unique', intent.transactionUnique)}
    ${plainHidden('resource', 'directdebits')}
    ${textInput('given_name', 'Given name', '')}
    ${textInput('family_name', 'Family name', '')}
    ${textInput('company_name', 'Company name', '')}
    ${textInput('email', 'Email', customer.email)}
    ${addressInputs(intent)}
    ${textInput('account_holder_name', 'Account holder name', customer.name)}
    ${textInput('branch_code', 'Sort code', '')}
    ${textInput('account_number', 'Account number', '')}`;
}

/** obElement: its merchant number is called `merchant_id`. */
export function openBankingElement(intent: Intent): Markup {
  const { customer } = intent.terms;
  return markup`${plainHidden('merchant_id', ACCOUNT.gatewayMerchantId)}
    ${plainHidden('payment_intent', intent.paymentIntent)}
    ${plainHidden('resource', 'openbankings')}
    ${plainHidden('transaction_unique', intent.transactionUnique)}
    ${textInput('customer_name', 'Name', customer.name)}
    ${textInput('customer_email', 'Email', customer.email)}
    ${addressInputs(intent)}`;
}

function addressInputs({ withAddress, terms }: Intent): Markup {
  if (!withAddress) return noMarkup;
  const { address, postcode } = terms.customer;
  return markup`${textInput('customer_address', 'Address', address)}${textInput('customer_postcode', 'Postcode', postcode)}`;
}
