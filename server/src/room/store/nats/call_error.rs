//! Why a call to NATS failed.

use std::error::Error;

use thiserror::Error;

/// Why a call to NATS failed. Every caller does the same about it: it writes a warning, waits for
/// [`NatsConnection::wait_to_retry`](super::connection::NatsConnection::wait_to_retry), and starts over.
#[derive(Debug, Error)]
pub(super) enum NatsCallError {
    /// NATS refused the operation or did not answer within its time limit. Retry.
    #[error("NATS did not {operation}")]
    Call {
        /// What NATS was asked to do, as a verb: "create a consumer".
        operation: &'static str,
        /// Why it did not.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// Another program owns a stream of this name. A person has to remove it, or to give Ullim another account.
    #[error("the stream {0} exists and is not Ullim's")]
    ForeignStream(String),
    /// The subscription ended. Subscribe again.
    #[error("the subscription has ended")]
    Unsubscribed,
    /// Nothing came from a consumer within its time limit, not even a heartbeat. Create another one.
    #[error("the consumer sends no heartbeats")]
    NoHeartbeat,
    /// The consumer sent messages that did not arrive. Create another one behind the last that did.
    #[error("messages of the consumer were lost on the way")]
    MissedMessages,
    /// The messages that a consumer announced are no longer in the stream. Read the room again.
    #[error("the announced messages are no longer in the stream")]
    MessagesDeleted,
}

impl NatsCallError {
    /// Adds to an error what NATS was asked to do, for use with `map_err`.
    pub(super) fn during<E>(operation: &'static str) -> impl FnOnce(E) -> Self
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        move |source| Self::Call {
            operation,
            source: source.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::store::error::chain;

    #[test]
    fn chain_of_a_call_error_names_the_operation_and_the_source() {
        let error = NatsCallError::during("create a consumer")("no space");
        assert_eq!(chain(&error), "NATS did not create a consumer: no space");
    }
}
