import { ApiError, type FormErrors } from '../http/api-error.ts';

/** Where in a body a value stands. */
export type FieldPath = readonly (string | number)[];

/** The limits of a text, in code points, both inclusive. */
export interface TextLimits {
  readonly min?: number;
  readonly max: number;
}

/** Length as Discord counts it: code points (assumed; the documentation says only “characters”). */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/**
 * Reads the fields of a body, collecting every complaint, and answers them all at once with 50035 (Reference › Error
 * Messages). The names and wordings of single complaints are Discord's where the documentation shows them
 * (BASE_TYPE_REQUIRED, BASE_TYPE_CHOICES) and otherwise as seen in public reports of real answers.
 */
export class Form {
  readonly #errors: FormErrors = {};
  #failed = false;

  /** Adds a complaint. */
  fail(path: FieldPath, code: string, message: string): void {
    let node = this.#errors;
    for (const key of path) {
      const next = (node[key] ?? {}) as FormErrors;
      node[key] = next;
      node = next;
    }
    node._errors = [...(node._errors ?? []), { code, message }];
    this.#failed = true;
  }

  /** @throws ApiError 50035 when there was a complaint. */
  check(): void {
    if (this.#failed) throw new ApiError(50035, 400, 'Invalid Form Body', this.#errors);
  }

  /** Complains of a field that is absent, null or an empty text. */
  required(path: FieldPath, value: unknown): boolean {
    if (value !== undefined && value !== null && value !== '') return true;
    this.fail(path, 'BASE_TYPE_REQUIRED', 'This field is required');
    return false;
  }

  /** A text within its limits; absent and null give undefined. */
  text(path: FieldPath, value: unknown, limits: TextLimits): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string' && typeof value !== 'number') {
      this.fail(path, 'STRING_TYPE_CONVERT', `Could not interpret "${JSON.stringify(value)}" as string.`);
      return undefined;
    }
    const text = String(value);
    const length = lengthOf(text);
    if (length > limits.max || length < (limits.min ?? 0)) {
      if (limits.min === undefined) {
        this.fail(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${limits.max} or fewer in length.`);
      } else {
        this.fail(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${limits.min} and ${limits.max} in length.`);
      }
    }
    return text;
  }

  /** A whole number within its limits; absent and null give undefined. */
  integer(path: FieldPath, value: unknown, min: number, max: number): number | undefined {
    if (value === undefined || value === null) return undefined;
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) {
      this.fail(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
      return undefined;
    }
    if (number < min) this.fail(path, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
    if (number > max) this.fail(path, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
    return number;
  }

  /** True or false; absent and null give undefined. */
  boolean(path: FieldPath, value: unknown): boolean | undefined {
    if (value === undefined || value === null) return undefined;
    if (value === 'true') return true;
    if (value === 'false') return false;
    if (typeof value === 'boolean') return value;
    this.fail(path, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
    return undefined;
  }

  /** An id; absent and null give undefined. */
  snowflake(path: FieldPath, value: unknown): string | undefined {
    if (value === undefined || value === null) return undefined;
    if ((typeof value === 'string' || typeof value === 'number') && /^\d{1,20}$/.test(String(value))) {
      return String(value);
    }
    this.fail(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not snowflake.`);
    return undefined;
  }

  /** One of a few values; absent and null give undefined. */
  choice<T extends string | number>(path: FieldPath, value: unknown, choices: readonly T[]): T | undefined {
    if (value === undefined || value === null) return undefined;
    if ((choices as readonly unknown[]).includes(value)) return value as T;
    const list = choices.map((choice) => (typeof choice === 'string' ? `'${choice}'` : choice)).join(', ');
    this.fail(path, 'BASE_TYPE_CHOICES', `Value must be one of (${list}).`);
    return undefined;
  }

  /** A list of at most `max`; absent and null give an empty one. */
  list(path: FieldPath, value: unknown, max: number, min?: number): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.fail(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return [];
    }
    if (value.length > max || value.length < (min ?? 0)) {
      if (min === undefined) this.fail(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
      else this.fail(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
    }
    return value;
  }

  /** An object; anything else is complained of and read as an empty one. */
  object(path: FieldPath, value: unknown): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    this.fail(path, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
    return {};
  }
}
