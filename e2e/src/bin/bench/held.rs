//! A million messages held in the workbench: what they weigh, and how it scrolls and filters. With another build, each is filled
//! anew in every round, and both take turns.

use std::path::Path;

use anyhow::{Result, ensure};
use e2e::{
    browser::Browser,
    page::{self, Page},
};
use serde::Deserialize;

use crate::{
    beside::{self, Limits, Series},
    figure::{Figure, Limit},
    workbench,
};

const MESSAGES: u32 = 1_000_000;
const MESSAGE_BYTES: u32 = 64;

/// What a message may weigh beside its payload.
const OVERHEAD_MAX_BYTES: u32 = 64;
const ELEMENTS_LIMIT: u32 = 600;
const JUMPS_PER_ROUND: u32 = 20;
const JUMP_MAX_FRAMES: f64 = 1.0;
const FIRST_HITS_MAX_MS: f64 = 100.0;
const ALL_HITS_MAX_MS: f64 = 1500.0;
const FILTER_FRAME_MAX_MS: f64 = 50.0;
const TIMES_OTHER_MAX: f64 = 1.0;

/// The size of the page's WebAssembly memory. Trunk leaves the module's bindings in `wasmBindings`, and their
/// `default`, called once more, answers with what it answered first.
const WASM_BYTES: &str = "wasmBindings.default().then((wasm) => wasm.memory.buffer.byteLength)";

#[derive(Debug, Deserialize)]
struct Jump {
    frames: f64,
    took_ms: f64,
}

#[derive(Debug, Deserialize)]
struct Filtering {
    first_ms: f64,
    complete_ms: f64,
    gaps_ms: Vec<f64>,
}

/// Measures this build, or this build and the one inside the server `beside`.
pub(crate) fn measure(rounds: u32, beside: Option<&Path>) -> Result<Vec<Figure>> {
    match beside {
        None => measure_this(rounds),
        Some(_) => measure_builds(rounds, beside),
    }
}

fn measure_builds(rounds: u32, beside: Option<&Path>) -> Result<Vec<Figure>> {
    let mut jumps_ms = Series::default();
    let mut first_ms = Series::default();
    let mut complete_ms = Series::default();
    let mut frames_ms = Series::default();
    for round in 0..rounds {
        eprintln!("A million in two builds, round {} of {rounds} …", round + 1);
        for (build, server) in beside::servers(round, beside)? {
            page::run_unobserved_against(&server, Browser::Chromium, async |page| {
                fill(page).await?;
                jumps_ms.push(build, jump(page, round).await?.took_ms);
                let filtering = filter(page, round).await?;
                first_ms.push(build, filtering.first_ms);
                complete_ms.push(build, filtering.complete_ms);
                frames_ms.push(build, longest(&filtering));
                Ok(())
            })?;
        }
    }
    let limits = Limits {
        this: None,
        ratio: Some(Limit::AtMost(TIMES_OTHER_MAX)),
    };
    let filter = |what| format!("million: regex filter, {what}");
    Ok([
        jumps_ms.figures("million: worst of 20 jumps of the scroll bar", "ms", limits),
        first_ms.figures(&filter("first results"), "ms", limits),
        complete_ms.figures(&filter("complete"), "ms", limits),
        frames_ms.figures(&filter("longest frame"), "ms", Limits::default()),
    ]
    .concat())
}

fn measure_this(rounds: u32) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    page::run_unobserved(Browser::Chromium, async |page| {
        eprintln!("Receiving {MESSAGES} messages …");
        figures.extend(fill(page).await?);
        let mut jumps = Vec::new();
        let mut filterings = Vec::new();
        for round in 0..rounds {
            eprintln!("Scrolling and filtering, round {} of {rounds} …", round + 1);
            jumps.push(jump(page, round).await?);
            filterings.push(filter(page, round).await?);
        }
        figures.extend(of_jumps(&jumps));
        figures.extend(of_filterings(&filterings));
        Ok(())
    })?;
    Ok(figures)
}

/// Receives the messages, and weighs what that leaves.
async fn fill(page: &Page) -> Result<[Figure; 2]> {
    let address = format!(
        "{}flood?count={MESSAGES}&bytes={MESSAGE_BYTES}",
        page.server.web_socket_url()
    );
    workbench::open(page, &address).await?;
    let before_bytes: f64 = page.value(WASM_BYTES).await?;
    let receive = format!(
        "document.querySelector('#connect').click();
        await watchFrames(() => newestRow() >= {MESSAGES});
        return elements();"
    );
    let elements: f64 = workbench::run(page, &receive).await?;
    // The flood ends with a close, which is a row of its own.
    page.wait_for_state("closed").await?;
    let after_bytes: f64 = page.value(WASM_BYTES).await?;
    Ok([
        Figure::new("million: elements", "", vec![elements])
            .limited(Limit::Below(ELEMENTS_LIMIT.into())),
        Figure::new(
            "million: WebAssembly memory a message",
            "bytes",
            vec![(after_bytes - before_bytes) / f64::from(MESSAGES)],
        )
        .limited(Limit::AtMost((MESSAGE_BYTES + OVERHEAD_MAX_BYTES).into())),
    ])
}

/// Jumps to places all over the log. Gives those jumps that took longest.
async fn jump(page: &Page, round: u32) -> Result<Jump> {
    let rows: u32 = workbench::run(page, "return newestRow() + 1").await?;
    ensure!(rows > MESSAGES, "only {rows} rows are held");
    let mut worst = Jump {
        frames: 0.0,
        took_ms: 0.0,
    };
    for place in places(round) {
        let script = format!(
            "const rowsHeld = {rows}; const place = {place};\n{}",
            include_str!("scroll.js")
        );
        let jump: Jump = workbench::run(page, &script).await?;
        worst.frames = worst.frames.max(jump.frames);
        worst.took_ms = worst.took_ms.max(jump.took_ms);
    }
    // Back to where the next round finds the newest row.
    let end = "const log = document.querySelector('#log'); log.scrollTop = log.scrollHeight;
        await watchFrames(() => newestRow() + 1 === ROWS);";
    workbench::run::<Option<()>>(page, &end.replace("ROWS", &rows.to_string())).await?;
    Ok(worst)
}

/// Places between the beginning (0) and the end (1) of the log that look like random ones, and are the same in each
/// run. Steps of the golden ratio leave no part of the log out.
fn places(round: u32) -> impl Iterator<Item = f64> {
    const GOLDEN_RATIO: f64 = 0.618_033_988_749_894_9;
    let first = round * JUMPS_PER_ROUND + 1;
    (first..first + JUMPS_PER_ROUND).map(|jump| (f64::from(jump) * GOLDEN_RATIO).fract())
}

/// Shows only the hits of a regex, another one in each round, and then everything again.
async fn filter(page: &Page, round: u32) -> Result<Filtering> {
    let digit = round % 10;
    for choice in ["#filter-regex", "#filter-only"] {
        let is_on = format!("document.querySelector('{choice}').ariaPressed === 'true'");
        if !page.value::<bool>(&is_on).await? {
            page.press(choice).await?;
        }
        page.wait_for(&is_on, true).await?;
    }
    let script = format!(
        "const pattern = {:?}; const expectedHits = {};\n{}",
        format!(r"[3-7]{digit}\d{digit}\.\.\."),
        hits(digit),
        include_str!("filter.js")
    );
    let filtering = workbench::run(page, &script).await?;
    // Every row says how many there are; it takes a while until all are there again.
    let clear = format!(
        "type('#filter-query', '');
        await watchFrames(() => Number(rows()[0]?.ariaSetSize) > {MESSAGES});"
    );
    workbench::run::<Option<()>>(page, &clear).await?;
    Ok(filtering)
}

/// How many of the messages' numbers end with a digit from 3 to 7, `digit`, any digit and `digit`.
fn hits(digit: u32) -> usize {
    (0..MESSAGES)
        .filter(|number| {
            number % 10 == digit
                && number / 100 % 10 == digit
                && (3..=7).contains(&(number / 1000 % 10))
        })
        .count()
}

fn of_jumps(jumps: &[Jump]) -> [Figure; 2] {
    let each = |value: fn(&Jump) -> f64| jumps.iter().map(value).collect();
    [
        Figure::new(
            "million: worst of 20 jumps of the scroll bar",
            "frames",
            each(|it| it.frames),
        )
        .limited(Limit::AtMost(JUMP_MAX_FRAMES)),
        Figure::new("million: the same", "ms", each(|it| it.took_ms)),
    ]
}

fn of_filterings(filterings: &[Filtering]) -> [Figure; 3] {
    let figure = |what: &str, most_ms, value: fn(&Filtering) -> f64| {
        let rounds = filterings.iter().map(value).collect();
        Figure::new(format!("million: regex filter, {what}"), "ms", rounds)
            .limited(Limit::AtMost(most_ms))
    };
    [
        figure("first results", FIRST_HITS_MAX_MS, |it| it.first_ms),
        figure("complete", ALL_HITS_MAX_MS, |it| it.complete_ms),
        figure("longest frame", FILTER_FRAME_MAX_MS, longest),
    ]
}

/// The longest time between two frames of it.
fn longest(filtering: &Filtering) -> f64 {
    filtering.gaps_ms.iter().copied().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jumps_cover_the_whole_log() {
        let mut all: Vec<f64> = places(0).collect();
        assert_eq!(all.len(), 20);
        all.sort_by(f64::total_cmp);
        assert!(all.windows(2).all(|pair| pair[1] - pair[0] < 0.1));
        assert!(all[0] < 0.1 && all[19] > 0.9);
    }

    #[test]
    fn regex_has_as_many_hits_as_four_digits_allow() {
        // 5 × 1 × 10 × 1 of 10,000 numbers.
        assert!((0..10).all(|digit| hits(digit) == 5000));
    }
}
