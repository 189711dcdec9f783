//! The points at which runs are killed.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// When a process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kill {
    /// It is not.
    Never,
    /// By itself, inside of the store.
    Inside(Inside),
    /// From outside, so long after it said that so many events have happened.
    Event { count: usize, then: Duration },
    /// From outside, so long after it was started.
    Time(Duration),
}

/// An operation of the store with files, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inside {
    pub operation: u64,
    pub moment: Moment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Before,
    /// Half of the bytes are written; operations that have no half are not begun.
    Within,
    After,
}

const MOMENTS: [(&str, Moment); 3] =
    [("before", Moment::Before), ("within", Moment::Within), ("after", Moment::After)];

impl fmt::Display for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = MOMENTS.iter().find(|(_, moment)| *moment == self.moment).map_or("", |(name, _)| name);
        write!(f, "{name}-{}", self.operation)
    }
}

impl FromStr for Inside {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no operation, such as `within-7`");
        let (name, operation) = text.split_once('-').ok_or_else(wrong)?;
        let moment = MOMENTS.iter().find(|(known, _)| *known == name).ok_or_else(wrong)?.1;
        Ok(Self { operation: operation.parse().map_err(|_| wrong())?, moment })
    }
}

/// One point: how a run is killed, how the run that goes on is killed once more, and what else happens meanwhile.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    pub number: usize,
    pub first: Kill,
    pub second: Kill,
    /// The files of the run are taken away between kill and resume: they come back from the store.
    pub files_go: bool,
}

/// What is known of an undisturbed run.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    pub operations: u64,
    pub events: usize,
    pub time: Duration,
}

/// Kills from outside after an event, and after a time.
const AFTER_EVENTS: usize = 150;
const AFTER_TIMES: usize = 100;

/// All points: three for each operation of an undisturbed run, and those from outside.
pub fn points(extent: Extent, random: &mut fastrand::Rng) -> Vec<Point> {
    let mut kills = Vec::new();
    for operation in 0..extent.operations {
        kills.extend(MOMENTS.map(|(_, moment)| Kill::Inside(Inside { operation, moment })));
    }
    for point in 0..AFTER_EVENTS {
        // Spread over the events, and over the moments after each of them.
        let count = 1 + point * extent.events / AFTER_EVENTS;
        kills.push(Kill::Event { count, then: Duration::from_micros(random.u64(..3_000)) });
    }
    for point in 0..AFTER_TIMES {
        kills.push(Kill::Time(extent.time * point as u32 / AFTER_TIMES as u32));
    }
    let point = |(number, first): (usize, Kill)| {
        let second = match number % 8 {
            3 => {
                let operation = random.u64(..extent.operations / 2);
                Kill::Inside(Inside { operation, moment: random.choice(MOMENTS).expect("three").1 })
            }
            7 => Kill::Time(extent.time.mul_f64(random.f64())),
            _ => Kill::Never,
        };
        Point { number, first, second, files_go: number % 5 == 2 }
    };
    kills.into_iter().enumerate().map(point).collect()
}
