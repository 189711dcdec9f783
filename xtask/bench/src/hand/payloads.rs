//! The diamond by hand: a table over slots that own payloads.

use crate::nodes::{Payload, blend, payload, shift, weigh};

type Run = fn(&[Option<Payload>], [usize; 2]) -> Payload;

/// Run, the slots that it reads, and a slot that nobody reads afterwards.
const STEPS: [(Run, [usize; 2]); 10] = [
    (|slots, [from, _]| shift(at(slots, from), 1), [0, 0]),
    (|slots, [from, _]| shift(at(slots, from), 2), [0, 0]),
    (|slots, [from, _]| shift(at(slots, from), 3), [1, 0]),
    (|slots, [left, right]| blend(at(slots, left), at(slots, right)), [1, 2]),
    (|slots, [from, _]| shift(at(slots, from), 4), [2, 0]),
    (|slots, [left, right]| blend(at(slots, left), at(slots, right)), [3, 4]),
    (|slots, [left, right]| blend(at(slots, left), at(slots, right)), [3, 5]),
    (|slots, [left, right]| blend(at(slots, left), at(slots, right)), [4, 5]),
    (|slots, [left, right]| blend(at(slots, left), at(slots, right)), [6, 7]),
    (|slots, [left, right]| blend(at(slots, left), at(slots, right)), [9, 8]),
];

/// After which step each slot can go: a payload is freed early, as the engine does.
const LAST_USE: [&[usize]; 10] = [&[], &[0], &[], &[1], &[2], &[], &[3], &[4, 5], &[6, 7], &[9, 8]];

pub fn diamond(x: u64) -> u64 {
    let mut slots: [Option<Payload>; 11] = Default::default();
    slots[0] = Some(payload(x));
    for (index, (run, inputs)) in STEPS.iter().enumerate() {
        slots[index + 1] = Some(run(&slots, *inputs));
        for &slot in LAST_USE[index] {
            slots[slot] = None;
        }
    }
    weigh(at(&slots, 10))
}

fn at(slots: &[Option<Payload>], index: usize) -> &Payload {
    slots[index].as_ref().expect("the table is in order")
}
