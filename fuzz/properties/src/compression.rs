//! Properties of permessage-deflate: what a handshake offers, and what a peer sends as compressed.
//!
//! What may not enter: the server. These are properties of the crate `frames`.

use frames::deflate::{InflateState, Inflater};
use frames::negotiation::{self, DirectionParameters, Offer, Policy, WindowBits};

/// More than a context of zlib-rs takes, with a parked window beside it.
const MAX_MEMORY_BYTES: usize = 50_000 + 32_768;

/// `data` is the lines of `Sec-WebSocket-Extensions`, and the text of a policy.
///
/// An accepted offer is answered by what its client takes, and both agree on the same. A policy is its own text.
pub fn negotiation(data: &[u8]) {
    let lines = || data.split(|byte| *byte == b'\n');
    let _ = negotiation::accept(&[Offer::DEFAULT], lines());
    let text = String::from_utf8_lossy(data);
    let policy = text.parse().unwrap_or(Policy::On {
        server: DirectionParameters::UNRESTRICTED,
        client: DirectionParameters::UNRESTRICTED,
    });
    assert_eq!(policy.to_string().parse(), Ok(policy));
    let Ok(answer) = negotiation::answer(lines(), &policy) else {
        return;
    };
    if let Some(accepted) = answer.accepted {
        let line = accepted.to_string();
        let agreement = negotiation::accept(&[accepted.offer], [&line]);
        assert_eq!(agreement, Ok(Some(accepted.agreement)));
    }
}

/// `data` is messages as a peer sends them, behind three bytes of parameters. Each has its length before it.
///
/// Whatever comes, no message is longer than the limit, and the memory is a context's. The message is the same in
/// whichever pieces its payload comes, and whether the inflater is parked before it.
pub fn inflate(data: &[u8]) {
    let [flags, room, limit, messages @ ..] = data else {
        return;
    };
    let parameters = DirectionParameters {
        takeover: flags & 8 != 0,
        window_bits: WindowBits::new(8 + (flags & 7)).expect("8 to 15"),
    };
    let limit = usize::from(*limit) * 256;
    let mut whole = Inflater::new(parameters, limit as u64);
    let mut in_pieces = Inflater::new(parameters, limit as u64);
    let mut rest = messages;
    while let [high, low, behind @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(behind.len());
        let (payload, behind) = behind.split_at(length);
        rest = behind;
        let expected = message(&mut whole, &[payload], 4096, limit);
        let (first, second) = payload.split_at(payload.len() / 2);
        let pieces = [first, second];
        let found = message(&mut in_pieces, &pieces, 1 + usize::from(*room), limit);
        assert_eq!(found, expected);
        in_pieces.park();
    }
}

/// The message, or `None` where the inflater fails.
fn message(
    inflater: &mut Inflater,
    pieces: &[&[u8]],
    room: usize,
    limit: usize,
) -> Option<Vec<u8>> {
    let mut message = Vec::new();
    let mut room = vec![0; room];
    for (at, piece) in pieces.iter().enumerate() {
        let is_last = at + 1 == pieces.len();
        let mut rest = *piece;
        loop {
            let progress = inflater.inflate(rest, is_last, &mut room).ok()?;
            rest = &rest[progress.consumed..];
            message.extend_from_slice(&room[..progress.produced]);
            assert!(message.len() <= limit);
            assert!(inflater.memory_bytes() <= MAX_MEMORY_BYTES);
            match progress.state {
                // Every call comes nearer to the end.
                InflateState::NeedsRoom => assert_eq!(progress.produced, room.len()),
                InflateState::NeedsInput | InflateState::Complete => {
                    assert!(rest.is_empty());
                    assert_eq!(progress.state == InflateState::Complete, is_last);
                    break;
                }
            }
        }
    }
    Some(message)
}
