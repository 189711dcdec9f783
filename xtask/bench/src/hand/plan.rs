//! A table of steps over slots of `u64`, run in three ways.

use std::ops::Range;
use std::pin::Pin;

use super::steps::{Boxed, Plain};

/// A plan whose steps are run by functions of type `R`.
#[derive(Clone)]
pub struct Plan<R> {
    steps: Vec<Step<R>>,
    inputs: Vec<u32>,
    /// Steps of one wave do not depend on each other.
    waves: Vec<Range<usize>>,
    params: usize,
}

#[derive(Clone)]
struct Step<R> {
    run: R,
    first_input: u32,
    inputs: u32,
    output: u32,
}

pub type BoxFuture = Pin<Box<dyn Future<Output = u64> + Send>>;

impl<R: Copy> Plan<R> {
    pub fn new(params: usize) -> Self {
        Self { steps: Vec::new(), inputs: Vec::new(), waves: Vec::new(), params }
    }

    /// Adds a wave of steps, each with the slots that it reads; slots are the parameters, then one a step.
    pub fn wave(&mut self, run: R, steps: impl IntoIterator<Item = Vec<u32>>) {
        let start = self.steps.len();
        for inputs in steps {
            self.steps.push(Step {
                run,
                first_input: self.inputs.len() as u32,
                inputs: inputs.len() as u32,
                output: (self.params + self.steps.len()) as u32,
            });
            self.inputs.extend(inputs);
        }
        self.waves.push(start..self.steps.len());
    }

    /// Steps in a row.
    pub fn chain(steps: impl IntoIterator<Item = R>) -> Self {
        let mut plan = Self::new(1);
        for (index, run) in steps.into_iter().enumerate() {
            plan.wave(run, [vec![index as u32]]);
        }
        plan
    }

    fn slots(&self, params: &[u64]) -> Vec<u64> {
        let mut slots = vec![0; self.params + self.steps.len()];
        slots[..self.params].copy_from_slice(params);
        slots
    }

    fn inputs(&self, step: &Step<R>) -> &[u32] {
        &self.inputs[step.first_input as usize..][..step.inputs as usize]
    }
}

impl Plan<Plain> {
    /// One step after another, `times` over; what comes out goes in again, as in a composition of compositions.
    pub fn run(&self, params: &[u64], times: usize) -> u64 {
        let mut slots = self.slots(params);
        for _ in 0..times {
            for step in &self.steps {
                slots[step.output as usize] = (step.run)(&slots, self.inputs(step));
            }
            slots[0] = slots[slots.len() - 1];
        }
        slots[0]
    }
}

impl Plan<Boxed> {
    /// One boxed future after another.
    pub async fn run_boxed(&self, params: &[u64], times: usize) -> u64 {
        let mut slots = self.slots(params);
        for _ in 0..times {
            for step in &self.steps {
                slots[step.output as usize] = (step.run)(&slots, self.inputs(step)).await;
            }
            slots[0] = slots[slots.len() - 1];
        }
        slots[0]
    }

    /// One tokio task per step; those of a wave run at the same time.
    pub async fn run_tasks(&self, params: &[u64], times: usize) -> u64 {
        let mut slots = self.slots(params);
        for _ in 0..times {
            for wave in &self.waves {
                let start = |step: &Step<Boxed>| tokio::spawn((step.run)(&slots, self.inputs(step)));
                let tasks: Vec<_> = self.steps[wave.clone()].iter().map(start).collect();
                for (task, step) in tasks.into_iter().zip(&self.steps[wave.clone()]) {
                    slots[step.output as usize] = task.await.expect("no step panics");
                }
            }
            slots[0] = slots[slots.len() - 1];
        }
        slots[0]
    }
}
