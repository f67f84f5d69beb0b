//! The report: everything that there is to say of a run.

use std::fmt::Write as _;

use anyhow::Result;
use serde::Serialize;

use crate::{
    limits::Verdict,
    machine::Machine,
    measurements::{FIGURES, Measurements},
    run::{Plan, Results},
    table,
};

/// Everything that there is to say of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Report<'a> {
    machine: Machine,
    rounds: u32,
    seconds: f64,
    /// Of each server, and why some were left out.
    versions: &'a std::collections::BTreeMap<&'static str, String>,
    skipped: &'a std::collections::BTreeMap<&'static str, String>,
    disturbed: &'a [String],
    limits: &'a [Verdict],
    measurements: &'a Measurements,
}

impl<'a> Report<'a> {
    /// Of this machine.
    ///
    /// # Errors
    ///
    /// See [`Machine::look`].
    pub(crate) fn new(plan: &Plan, results: &'a Results, limits: &'a [Verdict]) -> Result<Self> {
        Ok(Self {
            machine: Machine::look()?,
            rounds: plan.rounds,
            seconds: plan.seconds,
            versions: &results.versions,
            skipped: &results.skipped,
            disturbed: &results.disturbed,
            limits,
            measurements: &results.measurements,
        })
    }

    /// For a person who stands by, in Markdown.
    pub(crate) fn text(&self) -> String {
        let Machine {
            date,
            kernel,
            cpu,
            cores,
        } = &self.machine;
        let mut text = format!(
            "{date}: {cpu}, {cores} cores, {kernel}. Medians of {} rounds of {} s, least–most in parentheses.\n\n",
            self.rounds, self.seconds
        );
        // A String takes everything that is written into it.
        for (peer, version) in self.versions {
            let _ = writeln!(text, "- {peer}: {version}");
        }
        for (peer, why) in self.skipped {
            let _ = writeln!(text, "- {peer} was left out: {why}");
        }
        for disturbance in self.disturbed {
            let _ = writeln!(text, "- DISTURBED, so that it means nothing: {disturbance}");
        }
        for figure in FIGURES {
            if self.measurements.of(figure).next().is_none() {
                continue;
            }
            let _ = write!(
                text,
                "\n### {}\n\n{}",
                figure.title(),
                table::of_figure(self.measurements, figure)
            );
        }
        let _ = write!(text, "\n### Limits\n\n{}", table::of_limits(self.limits));
        text
    }

    /// For a program.
    ///
    /// # Errors
    ///
    /// A figure is not a number.
    pub(crate) fn json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}
