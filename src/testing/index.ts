/** For the authors of plugs, hooks and stores: suites that test what a host relies on, for any test runner. */
export { type StoreContractOptions, type StoreFixture, storeContract } from './store-contract/index.ts';
