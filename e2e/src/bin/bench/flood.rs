//! 100,000 messages as fast as the server sends them. A page that only counts them, the lesson's own page and ours
//! take them in turn. The workbench of another build takes them in turn with ours, where there is one.

use std::path::Path;

use anyhow::{Result, ensure};
use e2e::{
    browser::Browser,
    page::{self, Page},
};
use serde::Deserialize;

use crate::{
    beside::{self, Limits, Series},
    comparison,
    figure::{Figure, Limit, percentile},
    workbench,
};

const MESSAGES: u32 = 100_000;
const MESSAGE_BYTES: u32 = 64;

const TIMES_COUNTING_MAX: f64 = 1.15;
const FRAME_P99_MAX_MS: f64 = 34.0;
const FRAME_MAX_MS: f64 = 100.0;
const FRAME_P99_TIMES_OTHER_MAX: f64 = 0.85;

/// A page that takes the flood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Counting,
    Lesson,
    Workbench,
}

const SUBJECTS: [Subject; 3] = [Subject::Counting, Subject::Lesson, Subject::Workbench];

/// What a round of one page gave.
#[derive(Debug, Clone, Deserialize)]
struct Flood {
    /// From the first to the last message.
    took_ms: f64,
    /// The time before each frame.
    gaps_ms: Vec<f64>,
    /// How many elements there were at the end.
    elements: u32,
}

/// Measures this build, or this build and the one inside the server `beside`.
pub(crate) fn measure(rounds: u32, beside: Option<&Path>) -> Result<Vec<Figure>> {
    match beside {
        None => measure_subjects(rounds),
        Some(_) => measure_builds(rounds, beside),
    }
}

/// Measures the workbench of two builds in turn, each time in a browser of its own.
fn measure_builds(rounds: u32, beside: Option<&Path>) -> Result<Vec<Figure>> {
    let mut took_ms = Series::default();
    let mut p99_ms = Series::default();
    let mut longest_ms = Series::default();
    for round in 0..rounds {
        eprintln!("Flood of two builds, round {} of {rounds} …", round + 1);
        for (build, server) in beside::servers(round, beside)? {
            page::run_unobserved_against(&server, Browser::Chromium, async |page| {
                let comparison = comparison::serve().await?;
                let flood = take(Subject::Workbench, page, &comparison).await?;
                took_ms.push(build, flood.took_ms);
                p99_ms.push(build, frame(&flood, 99));
                longest_ms.push(build, frame(&flood, 100));
                Ok(())
            })?;
        }
    }
    let limits = Limits {
        this: Some(Limit::AtMost(FRAME_P99_MAX_MS)),
        ratio: Some(Limit::AtMost(FRAME_P99_TIMES_OTHER_MAX)),
    };
    let unlimited = Limits::default();
    Ok([
        took_ms.figures("workbench: first to last message", "ms", unlimited),
        p99_ms.figures("workbench: frame, 99th percentile", "ms", limits),
        longest_ms.figures("workbench: frame, longest", "ms", unlimited),
    ]
    .concat())
}

fn measure_subjects(rounds: u32) -> Result<Vec<Figure>> {
    let mut floods: [Vec<Flood>; 3] = Default::default();
    page::run_unobserved(Browser::Chromium, async |page| {
        let comparison = comparison::serve().await?;
        for round in 0..rounds {
            eprintln!("Flood, round {} of {rounds} …", round + 1);
            // Each page comes first as often as the others.
            for turn in 0..SUBJECTS.len() {
                let place = (turn + round as usize) % SUBJECTS.len();
                let flood = take(SUBJECTS[place], page, &comparison).await?;
                floods[place].push(flood);
            }
        }
        Ok(())
    })?;
    let counting = &floods[0];
    Ok(SUBJECTS
        .iter()
        .zip(&floods)
        .flat_map(|(subject, floods)| figures(*subject, floods, counting))
        .collect())
}

/// Has one page take the flood.
async fn take(subject: Subject, page: &Page, comparison: &str) -> Result<Flood> {
    let address = format!(
        "{}flood?count={MESSAGES}&bytes={MESSAGE_BYTES}",
        page.server.web_socket_url()
    );
    let script = |begin: &str, last_in_view: &str| {
        format!(
            "const begin = () => {begin};
            const lastInView = () => {last_in_view};
            const lastNumber = {MESSAGES} - 1;
            {}",
            include_str!("flood.js")
        )
    };
    let dial = format!("connect({address:?}, {MESSAGES})");
    match subject {
        Subject::Counting => {
            page.driver.goto(format!("{comparison}/counting")).await?;
            let flood: Flood = workbench::run(page, &script(&dial, "received - 1")).await?;
            // To the message and not to the frame: this is the figure that the others are held against.
            let took_ms = page.value("last_ms - first_ms").await?;
            Ok(Flood { took_ms, ..flood })
        }
        Subject::Lesson => {
            page.driver.goto(format!("{comparison}/lesson")).await?;
            let newest = "parseInt(document.querySelector('#messages').lastElementChild?.textContent ?? '-1')";
            workbench::run(page, &script(&dial, newest)).await
        }
        Subject::Workbench => {
            workbench::open(page, &address).await?;
            // Row 0 says that the connection is open.
            let connect = "document.querySelector('#connect').click()";
            let flood = workbench::run(page, &script(connect, "newestRow() - 1")).await?;
            let row = format!("#log .log-row[data-number=\"{MESSAGES}\"]");
            let text: String = page
                .value(&format!(
                    "document.querySelector({row:?})?.textContent ?? ''"
                ))
                .await?;
            let message = format!("{}...", MESSAGES - 1);
            ensure!(
                text.contains(&message),
                "row {MESSAGES} is not {message} but {text:?}"
            );
            Ok(flood)
        }
    }
}

fn figures(subject: Subject, floods: &[Flood], counting: &[Flood]) -> Vec<Figure> {
    let name = match subject {
        Subject::Counting => "counting page",
        Subject::Lesson => "lesson's own page",
        Subject::Workbench => "workbench",
    };
    let figure = |what: &str, unit, rounds| Figure::new(format!("{name}: {what}"), unit, rounds);
    let each = |value: fn(&Flood) -> f64| floods.iter().map(value).collect();
    let limited = |figure: Figure, most| match subject {
        Subject::Counting | Subject::Lesson => figure,
        Subject::Workbench => figure.limited(Limit::AtMost(most)),
    };
    let times = floods.iter().zip(counting);
    let times = times.map(|(flood, counting)| flood.took_ms / counting.took_ms);
    let p99 = figure("frame, 99th percentile", "ms", each(|it| frame(it, 99)));
    let longest = figure("frame, longest", "ms", each(|it| frame(it, 100)));
    vec![
        figure("first to last message", "ms", each(|it| it.took_ms)),
        limited(
            figure("times the counting page", "×", times.collect()),
            TIMES_COUNTING_MAX,
        ),
        figure("frame, median", "ms", each(|it| frame(it, 50))),
        limited(p99, FRAME_P99_MAX_MS),
        limited(longest, FRAME_MAX_MS),
        figure("elements", "", each(|it| it.elements.into())),
    ]
}

fn frame(flood: &Flood, percent: usize) -> f64 {
    let mut gaps_ms = flood.gaps_ms.clone();
    gaps_ms.sort_by(f64::total_cmp);
    percentile(&gaps_ms, percent)
}
