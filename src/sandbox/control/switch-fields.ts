import type { z } from 'zod';
import { settingsSchema, type Settings } from '../settings';

export interface SwitchField {
  /** `notifications.copies` */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** Empty for a field to be typed into. */
  readonly choices: readonly { readonly value: string; readonly isChosen: boolean }[];
}

/** One form field for each switch, taken from the schema, so that a new switch shows up by itself. */
export function switchFields(settings: Settings): SwitchField[] {
  const { notifications, ...rest } = settings;
  const { notifications: nested, ...shape } = settingsSchema.shape;
  return [
    ...Object.entries(rest)
      .filter(([name]) => name !== 'currencies') // a list; the JSON API changes it
      .map(([name, value]) => fieldOf(name, value, shapeOf(shape, name))),
    ...Object.entries(notifications).map(([name, value]) =>
      fieldOf(`notifications.${name}`, value, shapeOf(nested.shape, name)),
    ),
  ];
}

function shapeOf(shape: Readonly<Record<string, z.ZodType>>, name: string): z.ZodType | undefined {
  return shape[name];
}

function fieldOf(name: string, value: unknown, type: z.ZodType | undefined): SwitchField {
  const text = String(value);
  const choices = choicesOf(type).map((each) => ({ value: each, isChosen: each === text }));
  return { name, label: labelOf(name), value: text, choices };
}

function choicesOf(type: z.ZodType | undefined): string[] {
  if (type === undefined) return [];
  const candidates = ['true', 'false'];
  if (type.safeParse(true).success) return candidates;
  return 'options' in type && Array.isArray(type.options)
    ? type.options.filter((each) => typeof each === 'string')
    : [];
}

/** `notifications.beforeRedirect` is shown as `Notifications: before redirect`. */
function labelOf(name: string): string {
  const words = name.replace('.', ': ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
