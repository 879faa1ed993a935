import { describe, expect, it } from 'vitest';
import { Confirmations } from '../confirm.ts';

function setUp(): { confirmations: Confirmations; pings: string[]; flush(): void } {
  const pings: string[] = [];
  const due: (() => void)[] = [];
  const confirmations = new Confirmations({
    ping: (token) => void pings.push(token),
    afterWrites: (call) => void due.push(call),
    nextId: () => 'own',
  });
  return { confirmations, pings, flush: () => due.splice(0).forEach((call) => void call()) };
}

async function settled(promises: readonly Promise<unknown>[]): Promise<string[]> {
  const states = promises.map(() => 'pending');
  promises.forEach((promise, index) => {
    promise.then(
      () => (states[index] = 'sent'),
      (error: Error) => (states[index] = error.message),
    );
  });
  await new Promise((resolve) => setImmediate(resolve));
  return states;
}

describe('Confirmations by PING', () => {
  it('serves all lines of a turn with one PING, and those after it with the next', async () => {
    const { confirmations, pings, flush } = setUp();
    const first = [confirmations.sent('#a', ''), confirmations.sent('#b', '')];
    flush();
    expect(pings).toHaveLength(1);
    const later = [confirmations.sent('#a', '')];
    flush();
    expect(pings).toHaveLength(1);
    confirmations.pong(pings[0] ?? '');
    expect(await settled([...first, ...later])).toEqual(['sent', 'sent', 'pending']);
    expect(pings).toHaveLength(2);
    confirmations.pong(pings[1] ?? '');
    expect(await settled(later)).toEqual(['sent']);
    expect(confirmations.size).toBe(0);
  });

  it('rejects the last lines to a target that was refused, and no others', async () => {
    const { confirmations, pings, flush } = setUp();
    const lines = [confirmations.sent('#a', ''), confirmations.sent('#b', ''), confirmations.sent('#a', '')];
    flush();
    expect(confirmations.refused('#a', '', new Error('no'))).toBe(true);
    expect(confirmations.refused('#c', '', new Error('no'))).toBe(false);
    confirmations.pong(pings[0] ?? '');
    expect(await settled(lines)).toEqual(['sent', 'sent', 'no']);
  });

  it('takes no PONG for an older PING', async () => {
    const { confirmations, pings, flush } = setUp();
    confirmations.sent('#a', '').catch(() => undefined);
    flush();
    confirmations.cut(new Error('gone'));
    const line = confirmations.sent('#a', '');
    flush();
    confirmations.pong(pings[0] ?? '');
    expect(await settled([line])).toEqual(['pending']);
    confirmations.cut(new Error('gone'));
    expect(await settled([line])).toEqual(['gone']);
  });
});

describe('Confirmations by label', () => {
  it('gives each line the id that the server gave it', async () => {
    const { confirmations } = setUp();
    const [one, two] = [confirmations.nextLabel(), confirmations.nextLabel()];
    const lines = [confirmations.sent('#a', one), confirmations.sent('#a', two)];
    expect(confirmations.answered(one, 'id1')).toBe(true);
    expect(confirmations.refused('#a', two, new Error('no'))).toBe(true);
    expect(confirmations.answered(two, 'id2')).toBe(false);
    expect(await settled(lines)).toEqual(['sent', 'no']);
    expect(await lines[0]).toBe('id1');
  });

  it('takes the answer to a later line for the word that an earlier one was read', async () => {
    const { confirmations } = setUp();
    const [one, two] = [confirmations.nextLabel(), confirmations.nextLabel()];
    const lines = [confirmations.sent('#a', one), confirmations.sent('#a', two)];
    confirmations.answered(two, 'id2');
    expect(await Promise.all(lines)).toEqual(['own', 'id2']);
  });
});
