import { markup, type Markup } from '../markup';

/** A hidden input as the card element writes it: its class ends in `suffix`. */
export function hidden(name: string, value: string | number, suffix: string): Markup {
  return markup`<input type="hidden" class="blink-form__input blink-form__input--${suffix}" name="${name}" value="${value}">`;
}

export function hiddenWithId(name: string, value: string | number, id: string): Markup {
  return markup`<input type="hidden" name="${name}" id="${id}" value="${value}">`;
}

export function plainHidden(name: string, value: string | number): Markup {
  return markup`<input type="hidden" name="${name}" value="${value}">`;
}

export function label(text: string): Markup {
  return markup`<label class="blink-form__label field-label">${text}</label>`;
}

/** A labelled text input. */
export function textInput(name: string, text: string, value: string): Markup {
  return markup`${label(text)}
    <div class="blink-form__group fieldgroup-container relative no-wrap mb-4">
      <input type="text" class="blink-form__input" name="${name}" placeholder="${text}" value="${value}">
    </div>`;
}

export const DEVICE_FIELDS = [
  'device_timezone',
  'device_capabilities',
  'device_accept_language',
  'device_screen_resolution',
  'remote_address',
] as const;
