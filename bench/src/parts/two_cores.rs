//! A server on one core, and on two.
//!
//! With three cores or more the load has a core of its own, and throughput is compared directly.
//!
//! On two cores the load competes with a server that has both, so that throughput would compare nothing. The
//! throughput of one core then counts only the time in which the server ran. That of two cores counts all the time
//! that the load left.
//!
//! Idle time counts against two cores, whether the threads wait for each other or have unequal shares of the
//! connections. The effect of the load on caches counts against them, too. Two threads of the server that disturb
//! each other are seen less than with the load elsewhere.

use std::thread;

use anyhow::Result;

use super::{CONNECTIONS, group, load_share, of_one};
use crate::{
    load::echo,
    machine::{Cores, LOAD, SERVER, THIRD, TWO},
    measurements::Figure,
    peer::Peer,
    process::Expense,
    run::Run,
    shape::Shape,
};

/// The shapes in which two cores are compared with one: the cheapest for each message, and a dear one.
const TWO_CORES: [Shape; 2] = [Shape::new(32, 16), Shape::new(1024, 1)];

/// One round of it.
pub(crate) fn measure(run: &mut Run<'_>, peers: &[&'static Peer]) -> Result<()> {
    let is_load_elsewhere = thread::available_parallelism()?.get() > TWO.len();
    for peer in peers {
        for shape in TWO_CORES {
            let row = shape.to_string();
            let (one, messages) = on_cores(run, peer, shape, SERVER, LOAD)?;
            let one_core = if is_load_elsewhere {
                messages / one.elapsed.as_secs_f64()
            } else {
                messages / one.server_cpu.as_secs_f64()
            };
            let load = if is_load_elsewhere { THIRD } else { TWO };
            let (two, messages) = on_cores(run, peer, shape, TWO, load)?;
            let left = if is_load_elsewhere {
                1.0
            } else {
                1.0 - load_share(&two) / TWO.len() as f64
            };
            let two_cores = messages / two.elapsed.as_secs_f64() / left;
            run.add(Figure::TwoCoresTimes, peer, &row, two_cores / one_core);
        }
    }
    Ok(())
}

/// The cost of a server's echoes on some cores, and their number.
fn on_cores(
    run: &mut Run<'_>,
    peer: &'static Peer,
    shape: Shape,
    cores: Cores,
    load: Cores,
) -> Result<(Expense, f64)> {
    let server = run.start(peer, cores)?;
    let groups = [group(peer.echo, CONNECTIONS, shape)?];
    let duration = run.duration;
    let what = format!("{shape} on the cores {cores:?}");
    let (expense, tally) = run.measure(&what, peer, &[&server], load, || {
        let target = server.target(peer.echo_path);
        of_one(echo::measure(&target, server.pid(), &groups, duration)?)
    })?;
    Ok((expense, tally.messages as f64))
}
