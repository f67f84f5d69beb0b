//! `/faults`: an echo or a ticker whose frames suffer a fault.
//!
//! What belongs here: the plan of a query. The stream under the frames carries it out.

use frames::faults::{Plan, PlanError};
use protocol::catalogue::{self, faults};
use protocol::parameter::{BadParameter, Parameter};
use protocol::query::Query;
use tokio_tungstenite::tungstenite::Error;

use super::{CloseAction, Echo, EndpointRefusal, Handshake, MessageSocket, Ticker};

/// An endpoint whose frames suffer a fault.
#[derive(Clone, Debug)]
pub struct Faults {
    /// What goes wrong.
    pub plan: Plan,
    behind: Behind,
}

/// What the server does apart from the fault.
#[derive(Clone, Debug)]
enum Behind {
    Echo(Echo),
    Ticker(Box<Ticker>),
}

impl Faults {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &faults::ENDPOINT;

    /// The endpoint with the fault of a handshake's query.
    ///
    /// # Errors
    ///
    /// A parameter is out of its range, or does not belong to the fault.
    pub fn from_handshake(handshake: &Handshake<'_>) -> Result<Self, EndpointRefusal> {
        let plan = plan(&handshake.query)?;
        let behind = match faults::BEHIND.value(&handshake.query)? {
            "ticker" => {
                let defaults = Handshake {
                    query: Query::new(""),
                    ..*handshake
                };
                Behind::Ticker(Box::new(Ticker::from_handshake(&defaults)?))
            }
            _ => Behind::Echo(Echo::default()),
        };
        Ok(Self { plan, behind })
    }

    /// Echoes or pushes until the client has left.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn serve(self, socket: impl MessageSocket) -> Result<CloseAction, Error> {
        match self.behind {
            Behind::Echo(echo) => echo.serve(socket).await,
            Behind::Ticker(ticker) => ticker.serve(socket).await,
        }
    }
}

/// The plan that a query describes. Each value is one that its parameter takes, so that it has no `&` and no `;`.
fn plan(query: &Query<'_>) -> Result<Plan, BadParameter> {
    let mut text = format!("fault={}", faults::FAULT.value(query)?);
    for parameter in Faults::ENTRY.parameters {
        let name = parameter.name();
        let is_plan =
            !matches!(parameter, Parameter::Text(_)) && !["behind", "fault"].contains(&name);
        if is_plan && let Ok(Some(value)) = query.get(name) {
            text += &format!("&{name}={value}");
        }
    }
    text.parse().map_err(|error| bad_parameter(&error))
}

fn bad_parameter(error: &PlanError) -> BadParameter {
    let (name, value, takes) = match error {
        PlanError::BadValue { name, value, takes } => {
            (*name, Some(value.clone()), (*takes).to_owned())
        }
        PlanError::Missing { fault, name } => {
            (*name, None, format!("a value where the fault is {fault}"))
        }
        PlanError::Unknown { fault, name } => (
            name.as_str(),
            None,
            format!("no value where the fault is {fault}"),
        ),
        other => ("fault", None, other.to_string()),
    };
    BadParameter {
        name: name.to_owned(),
        value,
        takes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plan_of_a_query_is_that_of_its_text() {
        let query =
            "behind=ticker&fault=corrupt&frame=5&direction=to-server&seed=7&compression=off";
        let expected = "fault=corrupt&frame=5&direction=to-server&seed=7".parse();
        assert_eq!(plan(&Query::new(query)), Ok(expected.unwrap()));
        assert_eq!(
            plan(&Query::new("")),
            Ok("fault=drop&frame=1".parse().unwrap())
        );
    }

    #[test]
    fn parameter_of_another_fault_is_refused_by_its_name() {
        let error = plan(&Query::new("fault=drop&duration_ms=5")).unwrap_err();
        assert_eq!(error.name, "duration_ms");
        assert!(
            error
                .to_string()
                .contains("no value where the fault is drop"),
            "{error}"
        );
    }

    #[test]
    fn parameter_that_is_missing_is_named() {
        let error = plan(&Query::new("fault=drip&piece_bytes=5")).unwrap_err();
        assert_eq!(error.name, "interval_ms");
    }
}
