//! The report: its text, its files and their places.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result};
use serde::Serialize;

use crate::{
    limits::Verdict,
    machine::Machine,
    measurements::{FIGURES, Figure, Measurements},
    plot,
    run::{Plan, Results},
    table,
};

/// The report replaces everything between these lines of `docs/performance.md`.
const BEGIN: &str = "<!-- bench server: begin -->";
const END: &str = "<!-- bench server: end -->";

/// The files, in the folder of the documents.
const DOCUMENT: &str = "performance.md";
const FOLDER: &str = "performance";

/// The plots and their files.
const PLOTS: [(Figure, &str); 5] = [
    (Figure::CpuMicros, "server-cpu.svg"),
    (Figure::RoundTripP99Micros, "server-round-trip.svg"),
    (Figure::IdleKib, "server-idle.svg"),
    (Figure::DeliveryCpuMicros, "server-fan-out.svg"),
    (Figure::BesideFloodTimes, "server-flood.svg"),
];

/// The whole result of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Report<'a> {
    machine: Machine,
    rounds: u32,
    seconds: f64,
    /// Whether the machine was allowed to have other work. `disturbed` says when it had.
    is_busy_ok: bool,
    /// The versions of the servers, and why some were left out.
    versions: &'a BTreeMap<&'static str, String>,
    skipped: &'a BTreeMap<&'static str, String>,
    disturbed: &'a BTreeMap<String, Vec<String>>,
    limits: &'a [Verdict],
    measurements: &'a Measurements,
}

impl<'a> Report<'a> {
    /// A report of this machine.
    ///
    /// # Errors
    ///
    /// See [`Machine::look`].
    pub(crate) fn new(plan: &Plan, results: &'a Results, limits: &'a [Verdict]) -> Result<Self> {
        Ok(Self {
            machine: Machine::look()?,
            rounds: plan.rounds,
            seconds: plan.seconds,
            is_busy_ok: plan.busy_ok,
            versions: &results.versions,
            skipped: &results.skipped,
            disturbed: &results.disturbed,
            limits,
            measurements: &results.measurements,
        })
    }

    /// The report as Markdown, without plots.
    pub(crate) fn text(&self) -> String {
        self.document(|_| None)
    }

    /// The report as JSON.
    ///
    /// # Errors
    ///
    /// It cannot be written as JSON.
    pub(crate) fn json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Writes the section of the document, the JSON and the plots.
    ///
    /// # Errors
    ///
    /// The document has no section for it, or a file cannot be written.
    pub(crate) fn write(&self, docs: &Path) -> Result<()> {
        let file = docs.join(DOCUMENT);
        let document = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let section = self.document(|figure| {
            let (_, file) = PLOTS.iter().find(|(it, _)| *it == figure)?;
            Some(format!("![{}]({FOLDER}/{file})\n", figure.title()))
        });
        let document = replaced(&document, &section)
            .with_context(|| format!("{} has no {BEGIN} before {END}", file.display()))?;
        let folder = docs.join(FOLDER);
        fs::create_dir_all(&folder)?;
        for (figure, file) in PLOTS {
            if self.measurements.of(figure).next().is_some() {
                fs::write(
                    folder.join(file),
                    plot::of_figure(self.measurements, figure),
                )?;
            }
        }
        fs::write(folder.join("server.json"), self.json()?)?;
        fs::write(file, document)?;
        Ok(())
    }

    fn document(&self, plot: impl Fn(Figure) -> Option<String>) -> String {
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
        let disturbed: usize = self.disturbed.values().map(Vec::len).sum();
        if self.is_busy_ok {
            let _ = writeln!(
                text,
                "\n**THESE FIGURES MEAN NOTHING**: the machine was allowed to have other things to do, and had during \
                 {disturbed} measurements.",
            );
        } else if disturbed > 0 {
            let _ = writeln!(
                text,
                "\nThe machine had other things to do during {disturbed} measurements, never in half of the rounds of \
                 one or more. So no median is beyond what was measured undisturbed."
            );
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
            if let Some(plot) = plot(figure) {
                let _ = write!(text, "\n{plot}");
            }
        }
        let _ = write!(text, "\n### Limits\n\n{}", table::of_limits(self.limits));
        text
    }
}

/// The document with its section replaced.
fn replaced(document: &str, section: &str) -> Option<String> {
    let (before, rest) = document.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{section}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_between_the_marks_alone_is_replaced() {
        let document = format!("before\n{BEGIN}\nold\n{END}\nafter\n");
        assert_eq!(
            replaced(&document, "new\n"),
            Some(format!("before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"))
        );
        assert_eq!(replaced("before\n", "new\n"), None);
    }
}
