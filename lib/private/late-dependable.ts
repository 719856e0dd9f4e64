import { Dependable, IConstruct, IDependable } from 'constructs';

/** Something to depend on whose parts are asked for at synth, because some of them (bucket policies) may come later. */
export function lateDependable(roots: () => readonly IConstruct[]): IDependable {
  const dependable: IDependable = {};
  Dependable.implement(dependable, {
    get dependencyRoots() {
      return [...roots()];
    },
  });
  return dependable;
}
