/** Is told that a lane has nothing more to do. */
export interface LaneOwner {
  idle(): void;
}
