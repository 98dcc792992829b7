import { randomBytes, randomUUID } from 'node:crypto';
import { ACCOUNT } from '../account';
import { markup } from '../markup';
import type { World } from '../world';
import type { Challenge } from './challenges';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The form that takes the shopper to the bank. It has no script of its own and no target. */
export function acsForm({ origin, switches, clock }: World, challenge: Challenge): string {
  const session = `threeDSPageSessions[${randomUUID()}]`;
  const life = clock.now().getTime();
  const reference = `P3KEY:transactionID=${challenge.transaction.id}&merchantID=${ACCOUNT.gatewayMerchantId}&__life__=${life}`;
  return markup`<form id="${switches.now.acsFormId}" method="post" action="${origin()}/acs">
      <input type="hidden" name="creq" value="${creqOf(origin(), challenge)}">
      <input type="hidden" name="${session}[bfreq]" value="${base64(randomBytes(48).toString('hex'))}">
      <input type="hidden" name="${session}[threeDSRef]" value="${base64(reference)}">
      <input id="btnSubmit" type="submit" class="button expanded btn btn-primary" value="Please Wait...">
    </form>`.text;
}

function creqOf(origin: string, { id, answerPath }: Challenge): string {
  const request = {
    threeDSServerTransID: randomUUID(),
    acsTransID: id,
    messageType: 'CReq',
    messageVersion: '2.2.0',
    challengeWindowSize: '02',
    notificationURL: `${origin}${answerPath}?acs=1&threeDSAcsResponse=challenge`,
  };
  return Buffer.from(JSON.stringify(request)).toString('base64url');
}
