//! The behaviour of other clients at `/broken/{case}`, compared with a correct client in the catalogue.

use protocol::catalogue::broken::{CASES, Case, Expects};
use testkit::ServerProcess;

use super::client::Client;
use super::relay::Relay;

/// A client that differs from a correct or a strict one, and why.
struct Deviation {
    client: Client,
    case: &'static str,
    /// Its output instead.
    says: &'static str,
    /// Why it does that; the server is not wrong.
    #[expect(dead_code, reason = "it is for the reader")]
    why: &'static str,
}

/// The known differences. A client without its difference fails the test, so that this list stays true.
const DEVIATIONS: &[Deviation] = &[
    Deviation {
        client: Client::Python,
        case: "non-minimal-length",
        says: "message 'hello'",
        why: "It does not check that a length has its shortest form, which section 5.2 demands of \
              the sender and of no receiver.",
    },
    Deviation {
        client: Client::Node,
        case: "non-minimal-length",
        says: "message 'hello'",
        why: "The same.",
    },
    Deviation {
        client: Client::Python,
        case: "final-block-inside",
        says: "message 'hel'",
        why: "RFC 7692 section 7.2.1 lets blocks follow a final one. zlib stops at the final one, and what follows \
              in the message is dropped in silence.",
    },
    Deviation {
        client: Client::Node,
        case: "final-block-inside",
        says: "message 'hel'",
        why: "The same.",
    },
];

/// The result of a client for a case.
#[derive(Debug)]
struct Outcome {
    /// Its own report, as the scripts print it.
    says: String,
    /// The code in the close frame that it sent to the server, if it sent one.
    sent: Option<u16>,
}

pub(crate) async fn fails_every_connection(client: Client) {
    let server = super::start_server().await;
    let mut surprises = String::new();
    for case in CASES {
        let outcome = outcome(client, &server, case).await;
        if !is_as_said(client, case, &outcome) {
            surprises += &format!("{}: {outcome:?}, not {:?}\n", case.name, case.expects);
        }
    }
    assert!(surprises.is_empty(), "{client:?}\n{surprises}");
}

async fn outcome(client: Client, server: &ServerProcess, case: &Case) -> Outcome {
    let relay = Relay::to(server.authority().to_owned()).await;
    let url = format!("ws://{}/broken/{}", relay.authority, case.name);
    let says = client.run("broken", &[&url]).await.trim_end().to_owned();
    Outcome {
        says,
        sent: relay.close_code().await,
    }
}

fn is_as_said(client: Client, case: &Case, outcome: &Outcome) -> bool {
    let is_about = |it: &&Deviation| it.client == client && it.case == case.name;
    if let Some(deviation) = DEVIATIONS.iter().find(is_about) {
        return outcome.says == deviation.says;
    }
    match case.expects {
        Expects::FailsHandshake => outcome.says == "handshake failed",
        // No valid close frame came, so that it reports 1006. The server receives the reason.
        Expects::Fails(code) | Expects::MayFail(code) => {
            outcome.says == "closed 1006" && outcome.sent == Some(code)
        }
        Expects::SeesAbnormalClosure => outcome.says == "closed 1006",
        Expects::FailsInflating => {
            outcome.says == "closed 1006" && matches!(outcome.sent, Some(1002 | 1007))
        }
        Expects::TakesTheMessage => outcome.says == "message 'hello'",
        Expects::IgnoresTheRest => outcome.says == "closed 1000",
    }
}
