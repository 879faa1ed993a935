import type { StoreSummary } from '../store/records.ts';
import type { Machinery } from './machinery.ts';

/** Opens the store and the media store: both or neither. */
export async function openStores({ store, files }: Machinery): Promise<StoreSummary> {
  await files?.open();
  try {
    return await store.open();
  } catch (error) {
    await files?.close();
    throw error;
  }
}

/** Closes both; of the media store's failure the log tells. */
export async function closeStores({ store, files, logger }: Machinery): Promise<void> {
  await store.close();
  await files?.close().catch((error: unknown) => logger.warn({ error }, 'the media store could not be closed'));
}
