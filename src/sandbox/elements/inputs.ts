import { html, type Html } from '../html';

/** A hidden input as the card element writes it: its class ends in `suffix`. */
export function hidden(name: string, value: string | number, suffix: string): Html {
  return html`<input
    type="hidden"
    class="blink-form__input blink-form__input--${suffix}"
    name="${name}"
    value="${value}"
  />`;
}

export function hiddenWithId(name: string, value: string | number, id: string): Html {
  return html`<input type="hidden" name="${name}" id="${id}" value="${value}" />`;
}

export function plainHidden(name: string, value: string | number): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/** A labelled text input. */
export function textInput(name: string, label: string, value: string, type = 'text'): Html {
  return html`<label class="blink-form__label field-label">${label}</label>
    <div class="blink-form__group fieldgroup-container relative no-wrap mb-4">
      <input
        type="${type}"
        class="blink-form__input"
        name="${name}"
        placeholder="${label}"
        value="${value}"
      />
    </div>`;
}

export const DEVICE_FIELDS = [
  'device_timezone',
  'device_capabilities',
  'device_accept_language',
  'device_screen_resolution',
  'remote_address',
] as const;

export const none: Html = html``;
