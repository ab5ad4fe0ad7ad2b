// A run as the browser knows it: what stays the same, with what has grown of it so far.

import { doubles, floats, inflate, joined, placeOf, whole } from './codec.js'

// The run with what has grown of it; `drawn` is called when a new picture is ready to be drawn.
export function take(run, growth, drawn) {
  if (!growth) return run
  const { record, frame, picture, told } = growth
  const next = {
    ...run,
    reached: growth.reached, diverged: growth.diverged, accurate: growth.accurate, time: growth.time,
    iterations: joined(run.iterations, record, whole(growth.iterations)),
    costs: joined(run.costs, record, doubles(growth.costs)),
    kept: joined(run.kept, frame, whole(growth.kept)),
    train: joined(run.train, frame, floats(growth.train)),
    test: joined(run.test, frame, floats(growth.test)),
    testCosts: joined(run.testCosts, frame, floats(growth.test_costs)),
    told: told ?? run.told,
    pictures: run.pictures ?? new Pictures(),
  }
  if (picture) next.pictures.add(picture, drawn)
  return next
}

// The iteration and the numbers that are shown of a run where the scrubber holds an iteration.
export function valuesAt(run, shown) {
  const place = placeOf(run.kept, shown), record = placeOf(run.iterations, Math.min(shown, run.kept[place]))
  return {
    iteration: run.kept[place], cost: run.costs[record], train: run.train[place], test: run.test[place],
    diverged: run.diverged !== null && shown >= run.diverged,
  }
}

const MOST = 24 // single maps kept of a run, beside those that were sent ahead

// The maps of a run: the newest, those asked for one by one, and those sent ahead.
export class Pictures {
  constructor() {
    this.single = new Map() // by iteration, the oldest first
    this.ahead = null
  }

  async add({ iteration, map }, drawn) {
    const bytes = await inflate(map)
    this.single.delete(iteration)
    this.single.set(iteration, bytes)
    if (this.single.size > MOST) this.single.delete(this.single.keys().next().value)
    this.newest = { iteration, bytes }
    drawn?.()
  }

  async sent({ reached, iterations, frames }, cells) {
    const bytes = await inflate(frames), size = cells ** 2
    this.ahead = { reached, iterations: whole(iterations), frame: (place) => bytes.subarray(place * size, (place + 1) * size) }
  }

  has(iteration) {
    return this.single.has(iteration)
  }

  // The map of that iteration, or the nearest one at hand; null where there is none yet.
  at(iteration) {
    const exact = this.single.get(iteration)
    if (exact) return exact
    const { ahead } = this
    if (ahead && iteration <= ahead.reached) return ahead.frame(placeOf(ahead.iterations, iteration))
    return this.newest?.bytes ?? null
  }
}
