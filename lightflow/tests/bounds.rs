//! How many steps run at the same time: bounds of a `for`, of a resource, and of a run.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use lightflow::prelude::*;

/// How many steps run now, and how many did at most.
#[derive(Port, Clone, Default)]
#[port(handle)]
struct Gauge {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

#[node]
fn sum(numbers: Vec<u32>) -> u32 {
    numbers.iter().sum()
}

#[node]
fn add(a: u32, b: u32) -> u32 {
    a + b
}

#[node]
async fn measured(gauge: Gauge) -> u32 {
    let now = gauge.now.fetch_add(1, Ordering::SeqCst) + 1;
    gauge.most.fetch_max(now, Ordering::SeqCst);
    for _ in 0..5 {
        tokio::task::yield_now().await;
    }
    gauge.now.fetch_sub(1, Ordering::SeqCst);
    1
}

#[node(resource = "gpu")]
async fn measured_on_gpu(gauge: Gauge) -> u32 {
    measured(gauge).await
}

#[node(resource = "cpu")]
async fn measured_on_cpu(gauge: Gauge) -> u32 {
    measured(gauge).await
}

#[workflow]
fn three_lanes(gauge: Gauge, items: Vec<u32>) -> u32 {
    let ones = #[concurrency(3)]
    for _ in items {
        measured(gauge)
    };
    sum(ones)
}

#[workflow]
fn gpu_lanes(gauge: Gauge, items: Vec<u32>) -> u32 {
    let ones = for _ in items {
        measured_on_gpu(gauge)
    };
    sum(ones)
}

#[workflow]
fn cpu_lanes(gauge: Gauge, items: Vec<u32>) -> u32 {
    let ones = for _ in items {
        measured_on_cpu(gauge)
    };
    sum(ones)
}

#[tokio::test]
async fn concurrency_bounds_how_many_items_run_at_once() {
    let gauge = Gauge::default();
    let inputs = three_lanes { gauge: gauge.clone(), items: vec![0; 20] };
    assert_eq!(Engine::new().run(inputs).await.unwrap(), 20);
    assert_eq!(gauge.most.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_resource_bounds_its_steps_over_all_runs() {
    for capacity in [1, 2] {
        let gauge = Gauge::default();
        let engine = Engine::builder().resource("gpu", capacity).build();
        let runs =
            (0..3).map(|_| engine.submit(gpu_lanes { gauge: gauge.clone(), items: vec![0; 10] }).spawn());
        for run in runs.collect::<Vec<_>>() {
            assert_eq!(run.await.unwrap(), 10);
        }
        assert_eq!(gauge.most.load(Ordering::SeqCst), capacity);
    }
}

#[tokio::test]
async fn of_the_resource_cpu_there_is_one_for_each_core() {
    let cores = std::thread::available_parallelism().unwrap().get();
    let gauge = Gauge::default();
    let inputs = cpu_lanes { gauge: gauge.clone(), items: vec![0; 20 * cores] };
    assert_eq!(Engine::new().run(inputs).await.unwrap() as usize, 20 * cores);
    assert_eq!(gauge.most.load(Ordering::SeqCst), cores);
}

#[tokio::test]
async fn the_bound_on_steps_in_flight_holds_and_nothing_is_left_behind() {
    let gauge = Gauge::default();
    let engine = Engine::builder().parallel_steps(2).build();
    let ones: Vec<u32> = vec![0; 50];
    assert_eq!(engine.run(four_at_once { gauge: gauge.clone(), items: ones }).await.unwrap(), 54);
    assert_eq!(gauge.most.load(Ordering::SeqCst), 2);
}

#[workflow]
fn four_at_once(gauge: Gauge, items: Vec<u32>) -> u32 {
    let a = measured(gauge);
    let b = measured(gauge);
    let c = measured(gauge);
    let d = measured(gauge);
    let rest = for _ in items {
        measured(gauge)
    };
    add(add(add(a, b), add(c, d)), sum(rest))
}
