//! What of a plan comes next, and how long the rest takes. Pure: steps are numbers here.

use std::time::Duration;

/// What a step costs, measured on two cores while another step ran beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cost {
    /// From its start to its end.
    pub(crate) seconds: f64,
    /// The share of that time after the last count of compiled crates, as for the link of a program.
    pub(crate) tail: f64,
}

impl Cost {
    /// A step that counts nothing.
    pub(crate) const fn seconds(seconds: f64) -> Self {
        Self { seconds, tail: 1.0 }
    }
}

/// A step as the schedule sees it.
#[derive(Clone, Debug)]
pub(super) struct Load {
    pub(super) cost: Cost,
    /// The steps that must be done before.
    pub(super) after: Vec<usize>,
    pub(super) state: StepState,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum StepState {
    Waiting,
    Running {
        elapsed: Duration,
        /// The compiled crates and all of them, where that is known.
        counted: Option<(u32, u32)>,
    },
    Done {
        took: Duration,
    },
}

impl Load {
    /// The share of this step's work that is done, from 0 to 1.
    fn share(&self) -> f64 {
        match self.state {
            StepState::Waiting => 0.0,
            StepState::Done { .. } => 1.0,
            StepState::Running { elapsed, counted } => {
                let by_count = counted.map_or(0.0, |(done, all)| {
                    (1.0 - self.cost.tail) * f64::from(done) / f64::from(all.max(1))
                });
                let is_counting = counted.is_some_and(|(done, all)| done < all);
                if is_counting {
                    return by_count;
                }
                // Only time passes here. It never says that a step is done.
                let by_time = elapsed.as_secs_f64() / self.cost.seconds.max(1.0);
                by_count.max(by_time.min(0.95))
            }
        }
    }

    fn elapsed(&self) -> Duration {
        match self.state {
            StepState::Waiting => Duration::ZERO,
            StepState::Running { elapsed, .. } => elapsed,
            StepState::Done { took } => took,
        }
    }
}

/// The first waiting step whose predecessors are all done.
pub(super) fn next(loads: &[Load]) -> Option<usize> {
    let is_done = |step: &usize| matches!(loads[*step].state, StepState::Done { .. });
    loads
        .iter()
        .position(|load| load.state == StepState::Waiting && load.after.iter().all(is_done))
}

/// The expected time until all steps are done, `lanes` of them at a time.
pub(super) fn remaining(loads: &[Load], lanes: usize) -> Duration {
    let pace = pace(loads);
    // The seconds that are left of each step, and whether it has a lane.
    let mut left: Vec<f64> = loads
        .iter()
        .map(|load| load.cost.seconds * pace * (1.0 - load.share()))
        .collect();
    let mut loads = loads.to_vec();
    let mut total = 0.0;
    loop {
        let mut running = running(&loads);
        while running.len() < lanes {
            let Some(step) = next(&loads) else { break };
            loads[step].state = StepState::Running {
                elapsed: Duration::ZERO,
                counted: None,
            };
            running.push(step);
        }
        let Some(first) = running
            .iter()
            .copied()
            .min_by(|one, other| left[*one].total_cmp(&left[*other]))
        else {
            return Duration::from_secs_f64(total);
        };
        let passed = left[first];
        total += passed;
        for step in running {
            left[step] -= passed;
        }
        loads[first].state = StepState::Done {
            took: Duration::ZERO,
        };
    }
}

fn running(loads: &[Load]) -> Vec<usize> {
    (0..loads.len())
        .filter(|step| matches!(loads[*step].state, StepState::Running { .. }))
        .collect()
}

/// The time that this machine takes for a second of the expected costs, as seen so far. Half a minute at the
/// expected pace is taken as seen from the start, so that the first seconds do not decide.
fn pace(loads: &[Load]) -> f64 {
    const SEEN: f64 = 30.0;
    let elapsed: f64 = loads.iter().map(|load| load.elapsed().as_secs_f64()).sum();
    let expected: f64 = loads
        .iter()
        .map(|load| load.cost.seconds * load.share())
        .sum();
    (elapsed + SEEN) / (expected + SEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(seconds: f64, after: &[usize], state: StepState) -> Load {
        Load {
            cost: Cost { seconds, tail: 0.2 },
            after: after.to_vec(),
            state,
        }
    }

    fn waiting(seconds: f64, after: &[usize]) -> Load {
        load(seconds, after, StepState::Waiting)
    }

    fn done(seconds: f64, took: u64) -> Load {
        let took = Duration::from_secs(took);
        load(seconds, &[], StepState::Done { took })
    }

    fn running(seconds: f64, elapsed: u64, counted: Option<(u32, u32)>) -> Load {
        let elapsed = Duration::from_secs(elapsed);
        load(seconds, &[], StepState::Running { elapsed, counted })
    }

    #[test]
    fn next_step_with_unfinished_predecessor_waits() {
        let loads = [running(5.0, 1, None), waiting(5.0, &[0]), waiting(5.0, &[])];
        assert_eq!(next(&loads), Some(2));
        let loads = [done(5.0, 5), waiting(5.0, &[0]), waiting(5.0, &[])];
        assert_eq!(next(&loads), Some(1));
    }

    #[test]
    fn next_step_of_a_finished_plan_is_none() {
        assert_eq!(next(&[done(5.0, 5), running(5.0, 1, None)]), None);
    }

    #[test]
    fn remaining_time_of_independent_steps_is_shared_by_the_lanes() {
        let loads = [waiting(60.0, &[]), waiting(60.0, &[]), waiting(60.0, &[])];
        assert_eq!(remaining(&loads, 1), Duration::from_secs(180));
        assert_eq!(remaining(&loads, 2), Duration::from_secs(120));
        assert_eq!(remaining(&loads, 3), Duration::from_secs(60));
    }

    #[test]
    fn remaining_time_of_dependent_steps_is_their_sum() {
        let loads = [waiting(60.0, &[]), waiting(30.0, &[0]), waiting(10.0, &[])];
        assert_eq!(remaining(&loads, 2), Duration::from_secs(90));
    }

    #[test]
    fn remaining_time_on_a_slow_machine_grows_with_what_was_seen() {
        let at_pace = [done(100.0, 100), waiting(100.0, &[])];
        assert_eq!(remaining(&at_pace, 2), Duration::from_secs(100));
        let slow = [done(100.0, 300), waiting(100.0, &[])];
        assert!(remaining(&slow, 2) > Duration::from_secs(200));
    }

    #[test]
    fn remaining_time_counts_crates_and_keeps_the_tail_for_the_end() {
        let share = |counted| running(100.0, 50, Some(counted)).share();
        assert!((share((1, 4)) - 0.2).abs() < 1e-9);
        assert!((share((2, 4)) - 0.4).abs() < 1e-9);
        assert!((share((4, 4)) - 0.8).abs() < 1e-9);
    }

    #[test]
    fn remaining_time_of_an_overdue_step_is_not_nothing() {
        assert!(remaining(&[running(10.0, 1000, None)], 2) > Duration::from_secs(1));
    }

    #[test]
    fn remaining_time_of_a_finished_plan_is_nothing() {
        assert_eq!(remaining(&[done(5.0, 9)], 2), Duration::ZERO);
        assert_eq!(remaining(&[], 2), Duration::ZERO);
    }
}
