//! A plan as a text, and back.
//!
//! The values are numbers and words of ASCII letters, so that nothing is percent-encoded.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use thiserror::Error;

use super::{Counted, Fault, FaultKind, MAX_FAULTS, Plan};
use crate::direction::Direction;

/// A text that is no plan. It says what to change.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PlanError {
    /// A value that the parameter does not take.
    #[error("parameter {name:?} got {value:?}; it takes {takes}")]
    BadValue {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: String,
        /// What it takes.
        takes: &'static str,
    },
    /// A parameter that the fault needs.
    #[error("fault {fault:?} needs the parameter {name:?}")]
    Missing {
        /// The fault.
        fault: &'static str,
        /// The parameter.
        name: &'static str,
    },
    /// A parameter that the fault does not have. To ignore it would be to test something else than was asked for.
    #[error("fault {fault:?} has no parameter {name:?}")]
    Unknown {
        /// The fault.
        fault: &'static str,
        /// The parameter.
        name: String,
    },
    /// A parameter that is named twice.
    #[error("parameter {0:?} is named more than once")]
    Repeated(String),
    /// A fault without its name.
    #[error("a fault needs the parameter \"fault\"")]
    Nameless,
    /// More faults than [`MAX_FAULTS`].
    #[error("a plan has at most {MAX_FAULTS} faults")]
    TooMany,
}

const FAULTS: &str = "drop, repeat, cut, corrupt, withhold, stall, drip or half-open";
const COUNTED: [(&str, Counted); 9] = [
    ("data", Counted::Data),
    ("any", Counted::Any),
    ("control", Counted::Control),
    ("text", Counted::Text),
    ("binary", Counted::Binary),
    ("continuation", Counted::Continuation),
    ("close", Counted::Close),
    ("ping", Counted::Ping),
    ("pong", Counted::Pong),
];

impl FaultKind {
    /// Its name as a parameter.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Repeat => "repeat",
            Self::Cut { .. } => "cut",
            Self::Corrupt { .. } => "corrupt",
            Self::Withhold => "withhold",
            Self::Stall { .. } => "stall",
            Self::Drip { .. } => "drip",
            Self::HalfOpen => "half-open",
        }
    }

    fn take(parameters: &mut Parameters<'_>) -> Result<Self, PlanError> {
        let name = parameters.take("fault")?.ok_or(PlanError::Nameless)?;
        Ok(match name {
            "drop" => Self::Drop,
            "repeat" => Self::Repeat,
            "cut" => Self::Cut {
                offset_bytes: parameters.take_needed("cut", "offset_bytes")?,
            },
            "corrupt" => Self::Corrupt {
                offset_bytes: parameters.take_number("offset_bytes")?,
                bit: parameters.take_bit()?,
            },
            "withhold" => Self::Withhold,
            "stall" => Self::Stall {
                duration_ms: parameters.take_number("duration_ms")?,
            },
            "drip" => Self::Drip {
                piece_bytes: non_zero(
                    "piece_bytes",
                    parameters.take_needed("drip", "piece_bytes")?,
                )?,
                interval_ms: parameters.take_needed("drip", "interval_ms")?,
            },
            "half-open" => Self::HalfOpen,
            _ => return Err(bad("fault", name, FAULTS)),
        })
    }
}

impl FromStr for Plan {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        let mut plan = Self::default();
        let mut seed = None;
        for section in text.split(';') {
            let mut parameters = Parameters::of(section);
            if let Some(next) = parameters.take_number("seed")?
                && seed.replace(next).is_some()
            {
                return Err(PlanError::Repeated("seed".to_owned()));
            }
            if parameters.0.is_empty() {
                continue;
            }
            if plan.faults.len() == MAX_FAULTS {
                return Err(PlanError::TooMany);
            }
            plan.faults.push(parameters.into_fault()?);
        }
        plan.seed = seed.unwrap_or_default();
        Ok(plan)
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.faults.iter().enumerate() {
            let separator = if place == 0 { "" } else { ";" };
            write!(f, "{separator}{fault}")?;
        }
        match (self.seed, self.faults.is_empty()) {
            (0, _) => Ok(()),
            (seed, true) => write!(f, "seed={seed}"),
            (seed, false) => write!(f, "&seed={seed}"),
        }
    }
}

impl FromStr for Fault {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        Parameters::of(text).into_fault()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            direction,
            of,
            frame,
            kind,
        } = self;
        let fault = kind.name();
        write!(f, "fault={fault}&frame={frame}&direction={direction}")?;
        if *of != Counted::default() {
            write!(f, "&of={of}")?;
        }
        match *kind {
            FaultKind::Cut { offset_bytes } => write!(f, "&offset_bytes={offset_bytes}"),
            FaultKind::Corrupt { offset_bytes, bit } => {
                if let Some(offset_bytes) = offset_bytes {
                    write!(f, "&offset_bytes={offset_bytes}")?;
                }
                bit.map_or(Ok(()), |bit| write!(f, "&bit={bit}"))
            }
            FaultKind::Stall { duration_ms } => {
                duration_ms.map_or(Ok(()), |it| write!(f, "&duration_ms={it}"))
            }
            FaultKind::Drip {
                piece_bytes,
                interval_ms,
            } => write!(f, "&piece_bytes={piece_bytes}&interval_ms={interval_ms}"),
            FaultKind::Drop | FaultKind::Repeat | FaultKind::Withhold | FaultKind::HalfOpen => {
                Ok(())
            }
        }
    }
}

impl FromStr for Counted {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        let named = COUNTED.iter().find(|(name, _)| *name == text);
        named.map(|(_, counted)| *counted).ok_or_else(|| {
            bad(
                "of",
                text,
                "data, any, control, text, binary, continuation, close, ping or pong",
            )
        })
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = COUNTED.iter().find(|(_, counted)| counted == self);
        f.write_str(named.map_or("", |(name, _)| name))
    }
}

/// The names and values of one fault that were not taken yet.
struct Parameters<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Parameters<'a> {
    fn of(text: &'a str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .collect(),
        )
    }

    /// The fault that they are, all of them.
    fn into_fault(mut self) -> Result<Fault, PlanError> {
        let kind = FaultKind::take(&mut self)?;
        let fault = Fault {
            direction: match self.take("direction")? {
                None => Direction::default(),
                Some(text) => text
                    .parse()
                    .map_err(|_| bad("direction", text, "to-client or to-server"))?,
            },
            of: self
                .take("of")?
                .map_or(Ok(Counted::default()), str::parse)?,
            frame: match self.take_number("frame")? {
                None => NonZeroU64::MIN,
                Some(frame) => non_zero("frame", frame)?,
            },
            kind,
        };
        match self.0.first() {
            None => Ok(fault),
            Some((name, _)) => Err(PlanError::Unknown {
                fault: kind.name(),
                name: (*name).to_owned(),
            }),
        }
    }

    fn take(&mut self, name: &str) -> Result<Option<&'a str>, PlanError> {
        let mut values = self.0.extract_if(.., |(key, _)| *key == name);
        let first = values.next();
        match values.next() {
            None => Ok(first.map(|(_, value)| value)),
            Some(_) => Err(PlanError::Repeated(name.to_owned())),
        }
    }

    fn take_number(&mut self, name: &'static str) -> Result<Option<u64>, PlanError> {
        let Some(value) = self.take(name)? else {
            return Ok(None);
        };
        // `u64::from_str` would also take a leading `+`.
        let is_decimal = value.bytes().all(|byte| byte.is_ascii_digit());
        match value.parse() {
            Ok(number) if is_decimal => Ok(Some(number)),
            _ => Err(bad(
                name,
                value,
                "an integer from 0 to 18446744073709551615",
            )),
        }
    }

    fn take_needed(&mut self, fault: &'static str, name: &'static str) -> Result<u64, PlanError> {
        self.take_number(name)?
            .ok_or(PlanError::Missing { fault, name })
    }

    fn take_bit(&mut self) -> Result<Option<u8>, PlanError> {
        match self.take_number("bit")? {
            None => Ok(None),
            Some(bit @ 0..8) => Ok(Some(bit as u8)),
            Some(bit) => Err(bad("bit", &bit.to_string(), "an integer from 0 to 7")),
        }
    }
}

fn non_zero(name: &'static str, value: u64) -> Result<NonZeroU64, PlanError> {
    NonZeroU64::new(value).ok_or_else(|| bad(name, "0", "an integer from 1 on"))
}

fn bad(name: &'static str, value: &str, takes: &'static str) -> PlanError {
    PlanError::BadValue {
        name,
        value: value.to_owned(),
        takes,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plan(text: &str) -> Result<Plan, String> {
        text.parse().map_err(|error: PlanError| error.to_string())
    }

    #[test]
    fn query_of_one_fault_is_a_plan() {
        let expected = Fault {
            direction: Direction::ToClient,
            of: Counted::Data,
            frame: NonZeroU64::new(3).unwrap(),
            kind: FaultKind::Drop,
        };
        let plan = plan("frame=3&direction=to-client&fault=drop").unwrap();
        assert_eq!(
            (plan.faults.as_slice(), plan.seed),
            ([expected].as_slice(), 0)
        );
    }

    #[test]
    fn faults_are_separated_and_the_seed_is_of_the_plan() {
        let text = "fault=stall;seed=7&fault=corrupt&bit=0&of=text;fault=drip&piece_bytes=1&interval_ms=5&direction=to-server";
        let plan = plan(text).unwrap();
        assert_eq!(plan.seed, 7);
        assert_eq!(plan.faults.len(), 3);
        assert_eq!(plan.faults[0].kind, FaultKind::Stall { duration_ms: None });
        assert_eq!(plan.faults[1].of, Counted::Text);
        assert!(plan.concerns(Direction::ToServer));
        assert_eq!(
            plan.to_string(),
            "fault=stall&frame=1&direction=to-client;\
             fault=corrupt&frame=1&direction=to-client&of=text&bit=0;\
             fault=drip&frame=1&direction=to-server&piece_bytes=1&interval_ms=5&seed=7"
        );
    }

    #[test]
    fn text_that_is_no_plan_is_told_what_to_change() {
        for (text, expected) in [
            (
                "fault=burn",
                format!("parameter \"fault\" got \"burn\"; it takes {FAULTS}"),
            ),
            (
                "frame=1",
                "a fault needs the parameter \"fault\"".to_owned(),
            ),
            (
                "fault=cut",
                "fault \"cut\" needs the parameter \"offset_bytes\"".to_owned(),
            ),
            (
                "fault=drop&bit=1",
                "fault \"drop\" has no parameter \"bit\"".to_owned(),
            ),
            (
                "fault=drop&fault=drop",
                "parameter \"fault\" is named more than once".to_owned(),
            ),
            (
                "seed=1;seed=2",
                "parameter \"seed\" is named more than once".to_owned(),
            ),
            (
                "fault=drop&frame=0",
                "parameter \"frame\" got \"0\"; it takes an integer from 1 on".to_owned(),
            ),
            (
                "fault=corrupt&bit=8",
                "parameter \"bit\" got \"8\"; it takes an integer from 0 to 7".to_owned(),
            ),
            (
                "fault=drop&direction=up",
                "parameter \"direction\" got \"up\"; it takes to-client or to-server".to_owned(),
            ),
        ] {
            assert_eq!(plan(text), Err(expected), "{text}");
        }
        for text in [
            "fault=drop&frame=+1",
            "fault=drop&frame=",
            "fault=drop&of=data-frames",
            "drop",
        ] {
            assert!(plan(text).is_err(), "{text}");
        }
        let text = ["fault=drop"; MAX_FAULTS].join(";");
        assert!(plan(&text).is_ok());
        assert_eq!(
            plan(&format!("{text};fault=drop")),
            Err(PlanError::TooMany.to_string())
        );
    }

    #[test]
    fn empty_text_is_a_plan_without_faults() {
        assert_eq!(plan(""), Ok(Plan::default()));
        assert_eq!(Plan::default().to_string(), "");
        assert_eq!(plan("seed=3").unwrap().to_string(), "seed=3");
    }

    fn kinds() -> impl Strategy<Value = FaultKind> {
        prop_oneof![
            Just(FaultKind::Drop),
            Just(FaultKind::Repeat),
            any::<u64>().prop_map(|offset_bytes| FaultKind::Cut { offset_bytes }),
            (any::<Option<u64>>(), prop::option::of(0_u8..8))
                .prop_map(|(offset_bytes, bit)| FaultKind::Corrupt { offset_bytes, bit }),
            Just(FaultKind::Withhold),
            any::<Option<u64>>().prop_map(|duration_ms| FaultKind::Stall { duration_ms }),
            (any::<NonZeroU64>(), any::<u64>()).prop_map(|(piece_bytes, interval_ms)| {
                FaultKind::Drip {
                    piece_bytes,
                    interval_ms,
                }
            }),
            Just(FaultKind::HalfOpen),
        ]
    }

    proptest! {
        #[test]
        fn plan_as_text_is_read_back(
            faults in prop::collection::vec(
                (any::<bool>(), 0..COUNTED.len(), any::<NonZeroU64>(), kinds()),
                0..=MAX_FAULTS,
            ),
            seed: u64,
        ) {
            let faults = faults.into_iter().map(|(is_to_server, of, frame, kind)| Fault {
                direction: if is_to_server { Direction::ToServer } else { Direction::ToClient },
                of: COUNTED[of].1,
                frame,
                kind,
            });
            let expected = Plan { faults: faults.collect(), seed };
            prop_assert_eq!(plan(&expected.to_string()), Ok(expected));
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "[a-z=&;0-9_-]{0,60}") {
            if let Ok(read) = plan(&text) {
                prop_assert_eq!(plan(&read.to_string()), Ok(read));
            }
        }
    }
}
