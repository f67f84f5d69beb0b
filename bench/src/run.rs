//! A run: its parts, their order, and the wait for a quiet machine.
//!
//! What belongs here: rounds and participants. What may not enter: how one figure is measured (`parts`, `load`).

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::{
    load::exchange::Kind,
    machine::{self, Cores},
    measurements::{Figure, Measurements},
    parts,
    peer::{PEERS, Peer, ULLIM, places::Places, running::Running},
    quiet::{self, Watch},
    shape::{SHAPES, Shape},
};

/// The selection of a run.
#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// Only these parts; without any, all of them.
    #[arg(long, value_enum, value_delimiter = ',')]
    parts: Vec<Part>,
    /// Only these servers, by the names in the tables.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Only echoes of these shapes, as in `32x1,1024x16`: bytes, and messages in flight of each connection.
    #[arg(long, value_delimiter = ',')]
    rows: Vec<Shape>,
    /// How often each figure is measured; the tables show the median.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// How long each figure is measured in a round, after half a second of warming up.
    #[arg(long, default_value_t = 2.0)]
    pub(crate) seconds: f64,
    /// Measure although the machine has other work; the figures then mean nothing.
    #[arg(long)]
    pub(crate) busy_ok: bool,
}

/// A part of the comparison, in the order of the variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// 100 connections whose messages come back.
    Echo,
    /// 10,000 idle connections.
    Idle,
    /// One sender to 1,000 listeners.
    FanOut,
    /// 10,000 members of one room.
    Members,
    /// 100 connections beside one that floods.
    Flood,
    /// Ullim on two cores.
    TwoCores,
}

impl Part {
    /// Whether it measures time, which other work disturbs. Memory does not depend on it.
    fn is_timed(self) -> bool {
        !matches!(self, Self::Idle | Self::Members)
    }

    /// Lessons are compared only with each other, because their answers are longer than the messages.
    fn takes(self, peer: &Peer) -> bool {
        let is_lesson = matches!(peer.echo, Kind::Text { .. });
        match self {
            Self::Echo => true,
            Self::Idle | Self::Flood => !is_lesson,
            Self::FanOut | Self::Members => peer.room.is_some(),
            Self::TwoCores => peer.name == ULLIM,
        }
    }
}

/// The result of a run.
#[derive(Debug, Default)]
pub(crate) struct Results {
    pub(crate) measurements: Measurements,
    /// The program and the libraries of each participant.
    pub(crate) versions: BTreeMap<&'static str, String>,
    /// The peers that were left out, and why.
    pub(crate) skipped: BTreeMap<&'static str, String>,
    /// The measurements with other work on the machine, and that work, once a round.
    pub(crate) disturbed: BTreeMap<String, Vec<String>>,
}

/// A run under way.
pub(crate) struct Run<'a> {
    pub(crate) places: &'a Places,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) duration: Duration,
    peers: Vec<&'static Peer>,
    /// Whether the current part measures time.
    is_timed: bool,
    results: Results,
}

/// Measures the selection.
///
/// # Errors
///
/// A peer that is installed cannot be measured, or the machine has other work.
pub(crate) fn run(plan: &Plan, places: &Places) -> Result<Results> {
    if let Some(name) = plan
        .only
        .iter()
        .find(|it| PEERS.iter().all(|peer| peer.name != **it))
    {
        let names: Vec<_> = PEERS.iter().map(|it| it.name).collect();
        bail!("there is no server {name}, but {}", names.join(", "));
    }
    let mut run = Run {
        places,
        shapes: if plan.rows.is_empty() {
            SHAPES.to_vec()
        } else {
            plan.rows.clone()
        },
        duration: Duration::try_from_secs_f64(plan.seconds)?,
        peers: Vec::new(),
        is_timed: true,
        results: Results::default(),
    };
    for peer in PEERS {
        if !plan.only.is_empty() && !plan.only.iter().any(|it| it == peer.name) {
            continue;
        }
        match places.command(&peer.program) {
            Ok(_) => run.peers.push(peer),
            Err(why) => {
                eprintln!("{} is left out: {why:#}.", peer.name);
                run.results.skipped.insert(peer.name, format!("{why:#}"));
            }
        }
    }
    machine::allow_open_files(parts::OPEN_FILES)?;
    for &part in Part::value_variants() {
        if !plan.parts.is_empty() && !plan.parts.contains(&part) {
            continue;
        }
        let peers: Vec<_> = run
            .peers
            .iter()
            .copied()
            .filter(|it| part.takes(it))
            .collect();
        for round in 0..plan.rounds {
            eprintln!("{part:?}, round {} of {} …", round + 1, plan.rounds);
            run.is_timed = part.is_timed();
            if run.is_timed && !plan.busy_ok {
                quiet::wait(&[])?;
            }
            let turn = round as usize % peers.len().max(1);
            let in_turn: Vec<_> = peers[turn..]
                .iter()
                .chain(&peers[..turn])
                .copied()
                .collect();
            run.round(part, &in_turn)
                .with_context(|| format!("{part:?} could not be measured"))?;
        }
    }
    Ok(run.results)
}

impl Run<'_> {
    fn round(&mut self, part: Part, peers: &[&'static Peer]) -> Result<()> {
        match part {
            Part::Echo => parts::echo(self, peers),
            Part::Idle => parts::idle(self, peers),
            Part::FanOut => parts::fan_out(self, peers),
            Part::Members => parts::members(self, peers),
            Part::Flood => parts::flood(self, peers),
            Part::TwoCores => parts::two_cores::measure(self, peers),
        }
    }

    /// Starts a peer on these cores.
    ///
    /// # Errors
    ///
    /// See [`Running::start`].
    pub(crate) fn start(&mut self, peer: &'static Peer, cores: Cores) -> Result<Running> {
        let running = Running::start(peer, self.places, cores)?;
        self.results
            .versions
            .insert(peer.name, running.version.clone());
        Ok(running)
    }

    /// Measures one figure of one peer, with the load on these cores, and watches for other work where that matters.
    /// `running` are all servers that may run.
    ///
    /// # Errors
    ///
    /// Those of the measurement.
    pub(crate) fn measure<T>(
        &mut self,
        what: &str,
        peer: &Peer,
        running: &[&Running],
        cores: Cores,
        measure: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        let ours: Vec<_> = running.iter().map(|it| it.pid()).collect();
        let watch = Watch::start()?;
        let result = machine::on_cores(cores, measure)?
            .with_context(|| format!("{} with {what}", peer.name))?;
        if self.is_timed
            && let Some(disturbance) = watch.disturbance(&ours)?
        {
            let disturbed = format!("{} with {what}", peer.name);
            eprintln!("Disturbed: {disturbed}: {disturbance}.");
            let of_it = self.results.disturbed.entry(disturbed).or_default();
            of_it.push(disturbance);
        }
        Ok(result)
    }

    /// One more round of a figure.
    pub(crate) fn add(&mut self, figure: Figure, peer: &Peer, row: &str, value: f64) {
        self.results.measurements.add(figure, peer.name, row, value);
    }
}
