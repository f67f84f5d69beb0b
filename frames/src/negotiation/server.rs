//! The server's answer (RFC 7692 sections 5.1 and 7.1).

use std::fmt;

use thiserror::Error;

use super::extensions::{self, MalformedExtensions};
use super::offer::Offer;
use super::parameters::ParameterError;
use super::policy::Policy;
use super::{Agreement, EXTENSION};

/// What a server answers, and why it declined what it declined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The first offer that was accepted. Without one, the response has no `Sec-WebSocket-Extensions`.
    pub accepted: Option<Accepted>,
    /// The elements before it, or all where none was accepted, in the client's order.
    pub declined: Vec<Declined>,
}

impl Answer {
    /// What was agreed.
    #[must_use]
    pub fn agreement(&self) -> Option<Agreement> {
        self.accepted.map(|accepted| accepted.agreement)
    }
}

/// An accepted offer. Its text is the value of the response's `Sec-WebSocket-Extensions` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The offer.
    pub offer: Offer,
    /// What was made of it.
    pub agreement: Agreement,
}

impl fmt::Display for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parameters = self.agreement.parameters();
        // An offer with it is accepted by an answer with it, also where the value restricts nothing (7.1.2.1).
        if self.offer.server_max_window_bits.is_some() {
            parameters.server_max_window_bits = Some(self.agreement.server.window_bits);
        }
        write!(f, "{EXTENSION}{parameters}")
    }
}

/// An element that was declined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    /// The element as the client sent it.
    pub element: String,
    /// Why.
    pub reason: DeclineReason,
}

impl fmt::Display for Declined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.element, self.reason)
    }
}

/// Why a server declines an element.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DeclineReason {
    /// The server speaks permessage-deflate only.
    #[error("it is not permessage-deflate")]
    OtherExtension,
    /// The [`Policy`] is [`Policy::Off`].
    #[error("compression is off")]
    Off,
    /// A parameter is not allowed.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
}

/// What a server answers to the `Sec-WebSocket-Extensions` headers of a request, whose values are `lines`.
///
/// The first element that is a valid offer is accepted: the order is the client's preference.
///
/// # Errors
///
/// [`MalformedExtensions`]: the server answers 400.
///
/// ```
/// use frames::negotiation::{Policy, answer};
/// let answer = answer(["permessage-deflate; client_max_window_bits"], &Policy::DEFAULT)?;
/// assert_eq!(
///     answer.accepted.map(|it| it.to_string()).as_deref(),
///     Some("permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
/// );
/// # Ok::<(), frames::negotiation::MalformedExtensions>(())
/// ```
pub fn answer<'a, L>(
    lines: impl IntoIterator<Item = &'a L>,
    policy: &Policy,
) -> Result<Answer, MalformedExtensions>
where
    L: AsRef<[u8]> + ?Sized + 'a,
{
    let mut answer = Answer::default();
    for extension in extensions::parse(lines)? {
        let accepted = if extension.name == EXTENSION {
            Offer::parse(&extension)
                .map_err(DeclineReason::from)
                .and_then(|offer| {
                    let agreement = policy.agree(&offer).ok_or(DeclineReason::Off)?;
                    Ok(Accepted { offer, agreement })
                })
        } else {
            Err(DeclineReason::OtherExtension)
        };
        match accepted {
            Ok(accepted) => {
                answer.accepted = Some(accepted);
                break;
            }
            Err(reason) => answer.declined.push(Declined {
                element: extension.text.to_owned(),
                reason,
            }),
        }
    }
    Ok(answer)
}
