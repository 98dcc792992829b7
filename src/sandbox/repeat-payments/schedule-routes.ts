import express, { type Router } from 'express';
import { moneyFromDecimal, type Money } from '../../kernel/money';
import { API } from '../account';
import { fieldsFrom, textOf, wholeNumberOf, type Fields } from '../edge/fields';
import { refused } from '../edge/refusal';
import { bearerOf } from '../tokens/bearer';
import type { World } from '../world';
import { dayOf } from './dates';
import { callOff, endSchedule } from './end-schedule';
import { instalmentOf, scheduleOf, typeFrom } from './find-schedule';
import { scheduleSetFrom } from './plan-input';
import { SCHEDULE_STATUSES, type Instalment, type Schedule } from './schedule';
import { wireSchedule, wireScheduleOfGet, wireScheduleOfList } from './wire-schedule';

const PAGE_SIZE = 50;

/** Reading, changing and ending schedules. */
export function scheduleRoutes(world: World): Router {
  const router = express.Router();
  const { schedules } = world;

  router.get(`${API}/repeat-payments`, (req, res) => {
    bearerOf(world, req);
    res.json(pageOf(world, fieldsFrom(req.query)));
  });

  router.get(`${API}/repeat-payments/:id`, (req, res) => {
    bearerOf(world, req);
    const schedule = scheduleOf(schedules, req.params.id, fieldsFrom(req.query));
    res.json(wireScheduleOfGet(world, schedule));
  });

  router.patch(`${API}/repeat-payments/:id`, (req, res) => {
    bearerOf(world, req);
    const fields = fieldsFrom(req.body);
    const schedule = scheduleOf(schedules, req.params.id, fields);
    const child = change(world, schedule, fields);
    res.json(
      child
        ? { parent: wireScheduleOfGet(world, schedule), child: wireScheduleOfGet(world, child) }
        : wireSchedule(world, schedule),
    );
  });

  router.delete(`${API}/repeat-payments/:id`, (req, res) => {
    bearerOf(world, req);
    const fields = { ...fieldsFrom(req.query), ...fieldsFrom(req.body) };
    remove(scheduleOf(schedules, req.params.id, fields), fields);
    res.json({ success: true, message: 'Deleted successfully' });
  });

  return router;
}

function pageOf(world: World, query: Fields): object {
  const status = textOf(query, 'status').toLowerCase(); // the documentation's own example is in lower case
  if (status !== '' && !SCHEDULE_STATUSES.some((each) => each.toLowerCase() === status)) {
    throw refused(400, 'Status is invalid');
  }
  const found = world.schedules
    .list(typeFrom(query))
    .filter((each) => status === '' || each.status.toLowerCase() === status);
  const pageNumber = wholeNumberOf(query, 'page') ?? 1;
  const from = (pageNumber - 1) * PAGE_SIZE;
  const data = found.slice(from, from + PAGE_SIZE).map((each) => wireScheduleOfList(world, each));
  return { pageNumber, pageSize: PAGE_SIZE, totalResults: found.length, data };
}

/** Without a recurring_id ALL payments that are left are called off: the default is the dangerous one, as at Blink. */
function remove(schedule: Schedule, fields: Fields): void {
  if (textOf(fields, 'recurring_id') === '') endSchedule(schedule);
  else callOff(schedule, instalmentOf(schedule, fields));
}

/** @returns the schedule with which it goes on, where the amounts of all that is to come were changed: that was recorded in 2023 */
function change({ schedules, vault, clock }: World, schedule: Schedule, fields: Fields): Schedule | null {
  const { terms, plan } = schedule;
  const token = textOf(fields, 'card_token') || textOf(fields, 'paymentToken');
  const card = token === '' ? terms.card : vault.byToken(token);
  if (!card) throw refused(400, 'Payment Token is invalid');
  const amount = amountFrom(fields, terms.currency);
  const chosen = textOf(fields, 'recurring_id') === '' ? null : instalmentOf(schedule, fields);
  const entries = plan.type === 'variable_schedule' ? scheduleSetFrom(fields, terms.currency) : [];
  const today = dayOf(clock.now());
  if (!entries || entries.some(({ day }) => day < today)) throw refused(400, 'Schedule set is invalid');

  const name = textOf(fields, 'customer_name') || terms.customer.name;
  const email = textOf(fields, 'customer_email') || terms.customer.email;
  schedule.terms = { ...terms, card, customer: { ...terms.customer, name, email } };
  if (amount) setAmount(schedule, chosen, amount);
  for (const entry of entries) {
    const known = schedule.instalments.find(({ day, state }) => day === entry.day && state === 'Pending');
    if (known) known.amount = entry.amount;
    else schedules.add(schedule, entry.day, entry.amount);
  }
  return amount && !chosen ? schedules.replace(schedule) : null;
}

function amountFrom(fields: Fields, currency: string): Money | null {
  if (textOf(fields, 'recurring_amount') === '') return null;
  const amount = moneyFromDecimal(fields['recurring_amount'], currency);
  if (!amount || amount.minor < 1) throw refused(400, 'Recurring amount is invalid');
  return amount;
}

/** Of one payment, or of all that are still to come. */
export function setAmount({ plan, instalments }: Schedule, chosen: Instalment | null, amount: Money): void {
  for (const each of chosen ? [chosen] : instalments) if (each.state === 'Pending') each.amount = amount;
  if (!chosen && plan.type === 'fixed_schedule') plan.recurring = amount;
}
