//! What a client makes of the server's answer (RFC 7692 sections 5.1 and 7.1).

use thiserror::Error;

use super::extensions::{self, MalformedExtensions};
use super::offer::Offer;
use super::parameters::{
    CLIENT_MAX_WINDOW_BITS, ClientMaxWindowBits, ParameterError, Parameters,
    SERVER_MAX_WINDOW_BITS, SERVER_NO_CONTEXT_TAKEOVER, WindowBits,
};
use super::{Agreement, EXTENSION};

/// An answer that a client must not take: it fails the connection.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AnswerError {
    /// It is no list of extensions.
    #[error(transparent)]
    Malformed(#[from] MalformedExtensions),
    /// The server chose an extension that was not offered (RFC 6455 section 9.1).
    #[error("the server answered with the extension `{0}`, which was not offered")]
    ExtensionNotOffered(String),
    /// The server accepted permessage-deflate more than once. One connection compresses once.
    #[error("the server accepted permessage-deflate more than once")]
    Several,
    /// A parameter is not allowed.
    #[error("the server's answer is invalid: {0}")]
    Parameter(#[from] ParameterError),
    /// The answer has `client_max_window_bits`, and the offer did not (section 7.1.2.2).
    #[error("the server answered with `{0}`, which was not offered")]
    ParameterNotOffered(&'static str),
    /// The offer has a parameter that an answer accepts by having it (sections 7.1.1.1 and 7.1.2.1).
    #[error("`{0}` was offered, and the server's answer lacks it")]
    MissingParameter(&'static str),
    /// The window of the answer is larger than the offered one (sections 7.1.2.1 and 7.1.2.2).
    #[error("the server answered with `{name}={answered}`; at most {offered} was offered")]
    ExceedsOffer {
        /// The parameter.
        name: &'static str,
        /// Its value in the answer.
        answered: WindowBits,
        /// Its value in the offer.
        offered: WindowBits,
    },
}

/// What a client that sent `offers` makes of the `Sec-WebSocket-Extensions` headers of the response, whose values are
/// `lines`.
///
/// `None` is an answer without extensions: nothing is compressed. Of several offers, the first that the answer fits
/// counts.
///
/// # Errors
///
/// [`AnswerError`]: the client fails the connection. Of several offers, it is the error of the first.
pub fn accept<'a, L>(
    offers: &[Offer],
    lines: impl IntoIterator<Item = &'a L>,
) -> Result<Option<Agreement>, AnswerError>
where
    L: AsRef<[u8]> + ?Sized + 'a,
{
    let extensions = extensions::parse(lines)?;
    let is_foreign = |name: &str| name != EXTENSION || offers.is_empty();
    if let Some(foreign) = extensions.iter().find(|it| is_foreign(it.name)) {
        return Err(AnswerError::ExtensionNotOffered(foreign.name.to_owned()));
    }
    let extension = match extensions.as_slice() {
        [] => return Ok(None),
        [extension] => extension,
        _ => return Err(AnswerError::Several),
    };
    let answer = Parameters::parse_answer(&extension.parameters)?;
    let mut first_error = None;
    for offer in offers {
        match agree(offer, &answer) {
            Ok(agreement) => return Ok(Some(agreement)),
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    first_error.map_or(Ok(None), Err)
}

fn agree(offer: &Offer, answer: &Parameters) -> Result<Agreement, AnswerError> {
    if offer.server_no_context_takeover && !answer.server_no_context_takeover {
        return Err(AnswerError::MissingParameter(SERVER_NO_CONTEXT_TAKEOVER));
    }
    match (offer.server_max_window_bits, answer.server_max_window_bits) {
        (Some(_), None) => return Err(AnswerError::MissingParameter(SERVER_MAX_WINDOW_BITS)),
        (Some(offered), Some(answered)) => at_most(SERVER_MAX_WINDOW_BITS, answered, offered)?,
        (None, _) => {}
    }
    let mut agreed = *answer;
    match (offer.client_max_window_bits, answer.client_max_window_bits) {
        (ClientMaxWindowBits::Absent, ClientMaxWindowBits::AtMost(_)) => {
            return Err(AnswerError::ParameterNotOffered(CLIENT_MAX_WINDOW_BITS));
        }
        (ClientMaxWindowBits::AtMost(offered), ClientMaxWindowBits::AtMost(answered)) => {
            at_most(CLIENT_MAX_WINDOW_BITS, answered, offered)?;
        }
        // The client keeps to what it offered, also where the server answers nothing.
        (offered, ClientMaxWindowBits::Absent) => agreed.client_max_window_bits = offered,
        (_, ClientMaxWindowBits::AtMost(_) | ClientMaxWindowBits::WithoutValue) => {}
    }
    agreed.client_no_context_takeover |= offer.client_no_context_takeover;
    Ok(Agreement::of_parameters(&agreed))
}

fn at_most(
    name: &'static str,
    answered: WindowBits,
    offered: WindowBits,
) -> Result<(), AnswerError> {
    if answered > offered {
        return Err(AnswerError::ExceedsOffer {
            name,
            answered,
            offered,
        });
    }
    Ok(())
}
