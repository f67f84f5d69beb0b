//! The parts of the comparison: one round of each.

pub(crate) mod two_cores;

use std::rc::Rc;

use anyhow::{Context, Result, ensure};

use crate::{
    load::{
        echo::{self, Group, Tally},
        exchange::{Exchange, Kind},
        fan_out, idle, members,
    },
    machine::{LOAD, SERVER},
    measurements::Figure,
    peer::{Peer, Room, running::Running},
    process::Expense,
    run::Run,
    shape::Shape,
};

/// How many connections echo.
const CONNECTIONS: usize = 100;

/// How many connections are idle.
const IDLE_CONNECTIONS: usize = 10_000;
const IDLE: Shape = Shape::new(32, 1);

/// The listeners of one sender, the length of its messages, and how many are in flight.
const LISTENERS: usize = 1000;
const SAID_BYTES: usize = 64;
const SAID_IN_FLIGHT: [usize; 2] = [1, 16];

/// How many members a room has, with the sender: Ullim's default limit.
const MEMBERS: usize = 10_000;
const SAID_TO_MEMBERS: usize = 100;

/// The messages beside a flood, and those of the flood: enough in flight that no round trip limits it.
const BESIDE_FLOOD: Shape = Shape::new(16 * 1024, 1);
const FLOOD: Shape = Shape::new(16 * 1024, 256);

/// The most files that the load or a server has open: the connections, and some others.
pub(crate) const OPEN_FILES: usize = IDLE_CONNECTIONS + 200;

/// 100 connections. All peers run at the same time, so that compared figures are measured one right after the other.
/// A peer without connections takes nothing from the others.
pub(crate) fn echo(run: &mut Run<'_>, peers: &[&'static Peer]) -> Result<()> {
    let all = start_all(run, peers)?;
    let running: Vec<_> = all.iter().collect();
    for shape in run.shapes.clone() {
        let row = shape.to_string();
        for server in &all {
            let peer = server.peer;
            let groups = [group(peer.echo, CONNECTIONS, shape)?];
            let duration = run.duration;
            let (expense, tally) = run.measure(&row, peer, &running, LOAD, || {
                of_one(echo::measure(
                    &server.target(peer.echo_path),
                    server.pid(),
                    &groups,
                    duration,
                )?)
            })?;
            let messages = tally.messages as f64;
            let micros = |quantile| micros(&tally, quantile);
            run.add(
                Figure::CpuMicros,
                peer,
                &row,
                cpu_micros(&expense, messages),
            );
            run.add(
                Figure::MessagesPerSecond,
                peer,
                &row,
                messages / expense.elapsed.as_secs_f64(),
            );
            run.add(Figure::RoundTripP50Micros, peer, &row, micros(0.5));
            run.add(Figure::RoundTripP99Micros, peer, &row, micros(0.99));
            run.add(Figure::RoundTripP999Micros, peer, &row, micros(0.999));
            run.add(
                Figure::LoadPercent,
                peer,
                &row,
                load_share(&expense) * 100.0,
            );
        }
    }
    Ok(())
}

/// 10,000 connections to a server that has had no others.
pub(crate) fn idle(run: &mut Run<'_>, peers: &[&'static Peer]) -> Result<()> {
    const ROW: &str = "10,000 connections";
    for peer in peers {
        let server = run.start(peer, SERVER)?;
        let exchange = Exchange::new(peer.echo, IDLE.bytes, IDLE.in_flight)?;
        let target = server.target(peer.echo_path);
        let kib = run.measure(ROW, peer, &[&server], LOAD, || {
            idle::measure(&target, server.pid(), IDLE_CONNECTIONS, &exchange)
        })?;
        run.add(Figure::IdleKib, peer, ROW, kib);
    }
    Ok(())
}

/// One sender to 1,000 listeners.
pub(crate) fn fan_out(run: &mut Run<'_>, peers: &[&'static Peer]) -> Result<()> {
    let all = start_all(run, peers)?;
    let running: Vec<_> = all.iter().collect();
    for in_flight in SAID_IN_FLIGHT {
        let row = Shape::new(SAID_BYTES, in_flight).to_string();
        for server in &all {
            let peer = server.peer;
            let room = peer.room.as_ref().context("it has no room")?;
            let exchange = Rc::new(Exchange::new(room.kind, SAID_BYTES, in_flight)?);
            let duration = run.duration;
            let (expense, heard) = run.measure(&row, peer, &running, LOAD, || {
                let audience = audience(server, room, LISTENERS);
                fan_out::measure(&audience, server.pid(), in_flight, &exchange, duration)
            })?;
            let deliveries = heard.deliveries as f64;
            let micros = |quantile| heard.to_the_last_ns.value_at_quantile(quantile) as f64 / 1e3;
            run.add(
                Figure::DeliveriesPerSecond,
                peer,
                &row,
                deliveries / expense.elapsed.as_secs_f64(),
            );
            run.add(
                Figure::DeliveryCpuMicros,
                peer,
                &row,
                cpu_micros(&expense, deliveries),
            );
            run.add(Figure::ToTheLastP50Micros, peer, &row, micros(0.5));
            run.add(Figure::ToTheLastP99Micros, peer, &row, micros(0.99));
        }
    }
    Ok(())
}

/// 10,000 members of one room of a server that has had no others.
pub(crate) fn members(run: &mut Run<'_>, peers: &[&'static Peer]) -> Result<()> {
    const SILENT: &str = "nothing said";
    const SPOKEN: &str = "100 messages said";
    for peer in peers {
        let server = run.start(peer, SERVER)?;
        let room = peer.room.as_ref().context("it has no room")?;
        let exchange = Rc::new(Exchange::new(room.kind, SAID_BYTES, 1)?);
        let grown = run.measure("10,000 members", peer, &[&server], LOAD, || {
            let audience = audience(&server, room, MEMBERS - 1);
            members::measure(&audience, server.pid(), SAID_TO_MEMBERS, &exchange)
        })?;
        run.add(Figure::MemberKib, peer, SILENT, grown.silent_kib);
        run.add(Figure::MemberKib, peer, SPOKEN, grown.spoken_kib);
    }
    Ok(())
}

/// 100 connections, alone and then beside one that sends and reads as fast as possible.
pub(crate) fn flood(run: &mut Run<'_>, peers: &[&'static Peer]) -> Result<()> {
    let all = start_all(run, peers)?;
    let running: Vec<_> = all.iter().collect();
    for server in &all {
        let peer = server.peer;
        let those = group(peer.echo, CONNECTIONS, BESIDE_FLOOD)?;
        let flooding = group(peer.echo, 1, FLOOD)?;
        let mut p99 = |row: &str, groups: &[Group]| -> Result<f64> {
            let duration = run.duration;
            let (expense, tallies) = run.measure(row, peer, &running, LOAD, || {
                let target = server.target(peer.echo_path);
                echo::measure(&target, server.pid(), groups, duration)
            })?;
            let those = tallies.first().context("no tally")?;
            // Connections without any reply beside a flood waited all the time.
            let p99_micros = if those.messages > 0 {
                micros(those, 0.99)
            } else {
                duration.as_secs_f64() * 1e6
            };
            run.add(Figure::BesideFloodP99Micros, peer, row, p99_micros);
            if let Some(flood) = tallies.get(1) {
                let per_second = flood.messages as f64 / expense.elapsed.as_secs_f64();
                run.add(Figure::FloodMessagesPerSecond, peer, row, per_second);
            }
            Ok(p99_micros)
        };
        let alone = p99("alone", std::slice::from_ref(&those))?;
        let beside = p99("beside a flood", &[those, flooding])?;
        run.add(
            Figure::BesideFloodTimes,
            peer,
            "beside a flood",
            beside / alone,
        );
    }
    Ok(())
}

fn audience(server: &Running, room: &Room, listeners: usize) -> fan_out::Audience {
    fan_out::Audience {
        sender: server.target(room.sender_path),
        listener: server.target(room.listener_path),
        listeners,
    }
}

fn start_all(run: &mut Run<'_>, peers: &[&'static Peer]) -> Result<Vec<Running>> {
    peers.iter().map(|peer| run.start(peer, SERVER)).collect()
}

fn group(kind: Kind<'_>, connections: usize, shape: Shape) -> Result<Group> {
    let Shape { bytes, in_flight } = shape;
    Ok(Group {
        connections,
        in_flight,
        exchange: Rc::new(Exchange::new(kind, bytes, in_flight)?),
    })
}

/// The tally of one group, with at least one reply.
fn of_one((expense, tallies): (Expense, Vec<Tally>)) -> Result<(Expense, Tally)> {
    let tally = tallies.into_iter().next().context("no tally")?;
    ensure!(tally.messages > 0, "nothing came back");
    Ok((expense, tally))
}

fn cpu_micros(expense: &Expense, messages: f64) -> f64 {
    expense.server_cpu.as_secs_f64() * 1e6 / messages
}

fn load_share(expense: &Expense) -> f64 {
    expense.own_cpu.as_secs_f64() / expense.elapsed.as_secs_f64()
}

fn micros(tally: &Tally, quantile: f64) -> f64 {
    tally.round_trip_ns.value_at_quantile(quantile) as f64 / 1e3
}
