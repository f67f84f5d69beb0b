//! Offers and answers with the verdict of RFC 7692, and any of them there and back.

use proptest::prelude::*;

use super::*;

const ANY: Policy = Policy::On {
    server: DirectionParameters::UNRESTRICTED,
    client: DirectionParameters::UNRESTRICTED,
};

fn policy(text: &str) -> Policy {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn bits(bits: u8) -> WindowBits {
    WindowBits::new(bits).unwrap()
}

fn direction(takeover: bool, window_bits: u8) -> DirectionParameters {
    DirectionParameters {
        takeover,
        window_bits: bits(window_bits),
    }
}

/// The value of the response's header, if it has one.
fn answered(lines: &[&str], policy: &Policy) -> Option<String> {
    let answer = answer(lines.iter().copied(), policy).unwrap();
    answer.accepted.map(|it| it.to_string())
}

fn declined(line: &str) -> Vec<DeclineReason> {
    let answer = answer([line], &ANY).unwrap();
    assert_eq!(answer.accepted, None, "{line}");
    answer.declined.into_iter().map(|it| it.reason).collect()
}

/// An offer, the text of a policy, the answer.
const ANSWERS: [(&str, &str, Option<&str>); 31] = [
    // Section 7.1: no parameter has to be there.
    (
        "permessage-deflate",
        "permessage-deflate",
        Some("permessage-deflate"),
    ),
    ("permessage-deflate", "off", None),
    ("", "on", None),
    ("x-webkit-deflate-frame", "on", None),
    // Section 7.1.1: a server may restrict either context unasked, also that of the client.
    (
        "permessage-deflate",
        "on",
        Some("permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
    ),
    (
        "permessage-deflate",
        "server_no_context_takeover",
        Some("permessage-deflate; server_no_context_takeover"),
    ),
    (
        "permessage-deflate",
        "client_no_context_takeover",
        Some("permessage-deflate; client_no_context_takeover"),
    ),
    // Section 7.1.1.1: it is accepted by being answered.
    (
        "permessage-deflate; server_no_context_takeover",
        "permessage-deflate",
        Some("permessage-deflate; server_no_context_takeover"),
    ),
    // Section 7.1.1.2: a hint, of which the answer makes an agreement.
    (
        "permessage-deflate; client_no_context_takeover",
        "permessage-deflate",
        Some("permessage-deflate; client_no_context_takeover"),
    ),
    // Section 7.1.2.1: the same value or a smaller one, and never none.
    (
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate",
        Some("permessage-deflate; server_max_window_bits=10"),
    ),
    (
        "permessage-deflate; server_max_window_bits=10",
        "server_max_window_bits=12",
        Some("permessage-deflate; server_max_window_bits=10"),
    ),
    (
        "permessage-deflate; server_max_window_bits=12",
        "server_max_window_bits=10",
        Some("permessage-deflate; server_max_window_bits=10"),
    ),
    (
        "permessage-deflate; server_max_window_bits=15",
        "permessage-deflate",
        Some("permessage-deflate; server_max_window_bits=15"),
    ),
    (
        "permessage-deflate; server_max_window_bits=8",
        "permessage-deflate",
        Some("permessage-deflate; server_max_window_bits=8"),
    ),
    (
        "permessage-deflate; server_max_window_bits=\"9\"",
        "permessage-deflate",
        Some("permessage-deflate; server_max_window_bits=9"),
    ),
    // The same section: also unasked.
    (
        "permessage-deflate",
        "server_max_window_bits=9",
        Some("permessage-deflate; server_max_window_bits=9"),
    ),
    // Section 7.1.2.2: only where the client offers it. Firefox does not.
    (
        "permessage-deflate",
        "client_max_window_bits=10",
        Some("permessage-deflate"),
    ),
    (
        "permessage-deflate; client_max_window_bits",
        "client_max_window_bits=10",
        Some("permessage-deflate; client_max_window_bits=10"),
    ),
    (
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate",
        Some("permessage-deflate"),
    ),
    (
        "permessage-deflate; client_max_window_bits=9",
        "permessage-deflate",
        Some("permessage-deflate; client_max_window_bits=9"),
    ),
    (
        "permessage-deflate; client_max_window_bits=9",
        "client_max_window_bits=12",
        Some("permessage-deflate; client_max_window_bits=9"),
    ),
    (
        "permessage-deflate; client_max_window_bits=15",
        "client_max_window_bits=12",
        Some("permessage-deflate; client_max_window_bits=12"),
    ),
    // Section 5.1: the first alternative that can be accepted.
    (
        "permessage-deflate; server_max_window_bits=10, permessage-deflate",
        "permessage-deflate",
        Some("permessage-deflate; server_max_window_bits=10"),
    ),
    (
        "foo; a=b, permessage-deflate; client_max_window_bits",
        "client_max_window_bits=11",
        Some("permessage-deflate; client_max_window_bits=11"),
    ),
    (
        "permessage-deflate; foo, permessage-deflate",
        "permessage-deflate",
        Some("permessage-deflate"),
    ),
    (
        "permessage-deflate; server_max_window_bits=16, permessage-deflate; server_max_window_bits=9",
        "permessage-deflate",
        Some("permessage-deflate; server_max_window_bits=9"),
    ),
    // Section 7.1: an offer with any of these is declined.
    ("permessage-deflate; foo", "permessage-deflate", None),
    (
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate",
        None,
    ),
    (
        "permessage-deflate; server_no_context_takeover=true",
        "permessage-deflate",
        None,
    ),
    // Names have a case.
    ("Permessage-Deflate", "permessage-deflate", None),
    (
        "permessage-deflate; Server_No_Context_Takeover",
        "permessage-deflate",
        None,
    ),
];

#[test]
fn offer_is_answered_as_the_rfc_and_the_policy_say() {
    for (offer, text, expected) in ANSWERS {
        let answered = answered(&[offer], &policy(text));
        assert_eq!(answered.as_deref(), expected, "{offer} with {text}");
    }
}

#[test]
fn alternatives_over_several_lines_are_one_list() {
    let lines = [
        "foo, permessage-deflate; foo",
        "permessage-deflate; client_max_window_bits=10",
    ];
    let answer = answer(lines, &ANY).unwrap();
    assert_eq!(answer.agreement().unwrap().client.window_bits, bits(10));
    let declined: Vec<_> = answer.declined.iter().map(ToString::to_string).collect();
    assert_eq!(
        declined,
        [
            "foo: it is not permessage-deflate",
            "permessage-deflate; foo: `foo` is no parameter of permessage-deflate",
        ]
    );
}

#[test]
fn invalid_offer_is_declined_with_its_reason() {
    use ParameterError::*;

    let invalid = |name, value: &str| InvalidValue {
        name,
        value: value.to_owned(),
    };
    let server = "server_max_window_bits";
    let client = "client_max_window_bits";
    let cases = [
        ("foo", Unknown("foo".to_owned())),
        ("server_max_window_bits", MissingValue(server)),
        ("server_max_window_bits=7", invalid(server, "7")),
        ("server_max_window_bits=16", invalid(server, "16")),
        ("server_max_window_bits=08", invalid(server, "08")),
        ("server_max_window_bits=+8", invalid(server, "+8")),
        ("server_max_window_bits=10x", invalid(server, "10x")),
        ("server_max_window_bits=0", invalid(server, "0")),
        ("server_max_window_bits=266", invalid(server, "266")),
        ("client_max_window_bits=\"16\"", invalid(client, "16")),
        ("client_max_window_bits=7", invalid(client, "7")),
        (
            "client_max_window_bits; client_max_window_bits=10",
            Repeated(client),
        ),
        (
            "server_max_window_bits=10; server_max_window_bits=10",
            Repeated(server),
        ),
        (
            "server_no_context_takeover; server_no_context_takeover",
            Repeated("server_no_context_takeover"),
        ),
        (
            "client_no_context_takeover; foo; client_no_context_takeover",
            Unknown("foo".to_owned()),
        ),
        (
            "client_no_context_takeover=1",
            UnexpectedValue {
                name: "client_no_context_takeover",
                value: "1".to_owned(),
            },
        ),
    ];
    for (parameters, expected) in cases {
        let line = format!("permessage-deflate; {parameters}");
        assert_eq!(
            declined(&line),
            [DeclineReason::Parameter(expected)],
            "{line}"
        );
    }
}

#[test]
fn policy_that_is_off_declines_with_that_reason() {
    let answer = answer(["permessage-deflate"], &Policy::Off).unwrap();
    assert_eq!(answer.accepted, None);
    assert_eq!(answer.declined[0].reason, DeclineReason::Off);
}

#[test]
fn malformed_request_is_an_error_also_behind_a_valid_offer() {
    // RFC 6455 section 9.1: it fails the connection.
    let error = answer(["permessage-deflate", "foo;"], &ANY).unwrap_err();
    assert_eq!(error.line, "foo;");
    assert_eq!(
        error.to_string(),
        "Sec-WebSocket-Extensions has \"foo;\"; the name of a parameter is expected behind byte 4"
    );
}

/// What a client offers, the answer, and the agreement as its text.
const ACCEPTED: [(&[&str], &str, &str); 14] = [
    (
        &["permessage-deflate"],
        "permessage-deflate",
        "permessage-deflate",
    ),
    // Section 7.1.1: a server may restrict both contexts unasked.
    (
        &["permessage-deflate"],
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    ),
    (
        &["permessage-deflate; server_no_context_takeover"],
        "permessage-deflate; server_no_context_takeover",
        "permessage-deflate; server_no_context_takeover",
    ),
    // Section 7.1.1.2: what the client said of itself holds.
    (
        &["permessage-deflate; client_no_context_takeover"],
        "permessage-deflate",
        "permessage-deflate; client_no_context_takeover",
    ),
    // Section 7.1.2.1.
    (
        &["permessage-deflate"],
        "permessage-deflate; server_max_window_bits=8",
        "permessage-deflate; server_max_window_bits=8",
    ),
    (
        &["permessage-deflate; server_max_window_bits=12"],
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; server_max_window_bits=10",
    ),
    (
        &["permessage-deflate; server_max_window_bits=12"],
        "permessage-deflate; server_max_window_bits=12",
        "permessage-deflate; server_max_window_bits=12",
    ),
    // Section 7.1.2.2.
    (
        &["permessage-deflate; client_max_window_bits"],
        "permessage-deflate; client_max_window_bits=\"9\"",
        "permessage-deflate; client_max_window_bits=9",
    ),
    (
        &["permessage-deflate; client_max_window_bits=12"],
        "permessage-deflate; client_max_window_bits=9",
        "permessage-deflate; client_max_window_bits=9",
    ),
    (
        &["permessage-deflate; client_max_window_bits=12"],
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits=12",
    ),
    (
        &["permessage-deflate; client_max_window_bits"],
        "permessage-deflate",
        "permessage-deflate",
    ),
    (
        &["permessage-deflate"],
        ", permessage-deflate ,",
        "permessage-deflate",
    ),
    // Section 5.1: the second alternative, if the answer does not fit the first.
    (
        &[
            "permessage-deflate; server_max_window_bits=9",
            "permessage-deflate",
        ],
        "permessage-deflate",
        "permessage-deflate",
    ),
    (
        &[
            "permessage-deflate; server_no_context_takeover",
            "permessage-deflate; client_max_window_bits",
        ],
        "permessage-deflate; client_max_window_bits=10",
        "permessage-deflate; client_max_window_bits=10",
    ),
];

fn offers(texts: &[&str]) -> Vec<Offer> {
    let list = extensions::parse(texts.iter().copied()).unwrap();
    list.iter().map(|it| Offer::parse(it).unwrap()).collect()
}

#[test]
fn answer_that_fits_an_offer_is_agreed_on() {
    for (offered, answer, expected) in ACCEPTED {
        let agreement = accept(&offers(offered), [answer]);
        let agreement = agreement.unwrap_or_else(|error| panic!("{offered:?}, {answer}: {error}"));
        assert_eq!(
            agreement.map(|it| it.to_string()).as_deref(),
            Some(expected),
            "{offered:?}, {answer}"
        );
    }
}

#[test]
fn answer_without_extensions_agrees_on_nothing() {
    assert_eq!(accept::<str>(&[Offer::DEFAULT], []), Ok(None));
    assert_eq!(accept(&[Offer::DEFAULT], [" "]), Ok(None));
}

#[test]
fn answer_that_fits_no_offer_fails_with_its_reason() {
    let foreign = |name: &str| AnswerError::ExtensionNotOffered(name.to_owned());
    let invalid = |name, value: &str| {
        AnswerError::Parameter(ParameterError::InvalidValue {
            name,
            value: value.to_owned(),
        })
    };
    let exceeds = |name, answered, offered| AnswerError::ExceedsOffer {
        name,
        answered: bits(answered),
        offered: bits(offered),
    };
    let server = "server_max_window_bits";
    let client = "client_max_window_bits";
    let plain = "permessage-deflate";
    let with_client = "permessage-deflate; client_max_window_bits";
    let cases = [
        ("", "permessage-deflate", foreign("permessage-deflate")),
        (plain, "permessage-bzip2", foreign("permessage-bzip2")),
        (plain, "permessage-deflate, foo", foreign("foo")),
        (plain, "PERMESSAGE-DEFLATE", foreign("PERMESSAGE-DEFLATE")),
        (
            plain,
            "permessage-deflate, permessage-deflate",
            AnswerError::Several,
        ),
        (
            plain,
            "permessage-deflate; client_max_window_bits=10",
            AnswerError::ParameterNotOffered(client),
        ),
        (
            with_client,
            "permessage-deflate; client_max_window_bits",
            ParameterError::MissingValue(client).into(),
        ),
        (
            plain,
            "permessage-deflate; server_max_window_bits",
            ParameterError::MissingValue(server).into(),
        ),
        (
            plain,
            "permessage-deflate; server_max_window_bits=7",
            invalid(server, "7"),
        ),
        (
            plain,
            "permessage-deflate; server_max_window_bits=015",
            invalid(server, "015"),
        ),
        (
            with_client,
            "permessage-deflate; client_max_window_bits=16",
            invalid(client, "16"),
        ),
        (
            with_client,
            "permessage-deflate; client_max_window_bits=12; client_max_window_bits=13",
            ParameterError::Repeated(client).into(),
        ),
        (
            plain,
            "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
            ParameterError::Repeated("server_no_context_takeover").into(),
        ),
        (
            plain,
            "permessage-deflate; foo=bar",
            ParameterError::Unknown("foo".to_owned()).into(),
        ),
        (
            "permessage-deflate; server_max_window_bits=10",
            "permessage-deflate; server_max_window_bits=11",
            exceeds(server, 11, 10),
        ),
        (
            "permessage-deflate; client_max_window_bits=10",
            "permessage-deflate; client_max_window_bits=11",
            exceeds(client, 11, 10),
        ),
        (
            "permessage-deflate; server_max_window_bits=10",
            "permessage-deflate",
            AnswerError::MissingParameter(server),
        ),
        (
            "permessage-deflate; server_no_context_takeover",
            "permessage-deflate",
            AnswerError::MissingParameter("server_no_context_takeover"),
        ),
    ];
    for (offered, answer, expected) in cases {
        assert_eq!(
            accept(&offers(&[offered]), [answer]),
            Err(expected),
            "{offered}, {answer}"
        );
    }
    let malformed = accept(&[Offer::DEFAULT], ["permessage-deflate;"]);
    assert!(matches!(malformed, Err(AnswerError::Malformed(_))));
}

#[test]
fn alternatives_are_one_header_and_none_is_no_header() {
    let small = Offer {
        server_max_window_bits: WindowBits::new(10),
        ..Offer::default()
    };
    assert_eq!(
        Offer::header_value(&[small, Offer::DEFAULT]).as_deref(),
        Some(
            "permessage-deflate; server_max_window_bits=10, permessage-deflate; client_max_window_bits"
        )
    );
    assert_eq!(Offer::header_value(&[]), None);
}

#[test]
fn policy_is_read_from_the_text_of_a_flag() {
    let on = |server, client| Policy::On { server, client };
    let cases = [
        ("off", Policy::Off),
        ("on", on(direction(false, 15), direction(false, 15))),
        (
            "permessage-deflate",
            on(direction(true, 15), direction(true, 15)),
        ),
        (
            " server_no_context_takeover ;client_no_context_takeover;server_max_window_bits=12 ",
            on(direction(false, 12), direction(false, 15)),
        ),
        (
            "permessage-deflate; client_max_window_bits=9",
            on(direction(true, 15), direction(true, 9)),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(policy(text), expected, "{text}");
    }
}

#[test]
fn text_that_is_no_policy_says_what_is_expected() {
    let cases = [
        ("", "it is empty"),
        ("yes", "`yes` is no parameter of permessage-deflate"),
        ("ON", "`ON` is no parameter of permessage-deflate"),
        (
            "server_max_window_bits=7",
            "`server_max_window_bits` has the value \"7\"; 8 to 15 is expected, without leading zeros",
        ),
        (
            "client_max_window_bits",
            "`client_max_window_bits` has no value; 8 to 15 is expected",
        ),
        (
            "server_no_context_takeover, permessage-deflate",
            "it has more than one alternative",
        ),
        (
            "server_max_window_bits=",
            "a value, with or without quotes is expected behind byte 23",
        ),
        (
            "permessage-deflate;",
            "the name of a parameter is expected behind byte 19",
        ),
    ];
    for (text, reason) in cases {
        let error = text.parse::<Policy>().unwrap_err();
        assert_eq!(error.reason.to_string(), reason, "{text:?}");
        let error = error.to_string();
        assert!(
            error.starts_with(&format!("{text:?} is no policy")),
            "{error}"
        );
        assert!(
            error.contains("`off`, `on` or parameters separated by `;`"),
            "{error}"
        );
    }
}

fn window_bits() -> impl Strategy<Value = WindowBits> {
    (8_u8..=15).prop_map(bits)
}

fn any_direction() -> impl Strategy<Value = DirectionParameters> {
    (any::<bool>(), window_bits()).prop_map(|(takeover, window_bits)| DirectionParameters {
        takeover,
        window_bits,
    })
}

fn any_policy() -> impl Strategy<Value = Policy> {
    prop_oneof![
        1 => Just(Policy::Off),
        1 => Just(Policy::DEFAULT),
        8 => (any_direction(), any_direction()).prop_map(|(server, client)| Policy::On { server, client }),
    ]
}

fn any_offer() -> impl Strategy<Value = Offer> {
    let client_max_window_bits = prop_oneof![
        Just(ClientMaxWindowBits::Absent),
        Just(ClientMaxWindowBits::WithoutValue),
        window_bits().prop_map(ClientMaxWindowBits::AtMost),
    ];
    (
        any::<bool>(),
        any::<bool>(),
        proptest::option::of(window_bits()),
        client_max_window_bits,
    )
        .prop_map(
            |(server, client, server_max_window_bits, client_max_window_bits)| Offer {
                server_no_context_takeover: server,
                client_no_context_takeover: client,
                server_max_window_bits,
                client_max_window_bits,
            },
        )
}

/// Strings that come near to a header.
fn near_header() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("permessage-deflate".to_owned()),
        Just("server_max_window_bits".to_owned()),
        Just("client_max_window_bits".to_owned()),
        Just("client_no_context_takeover".to_owned()),
        "[0-9]{0,3}",
        "[ \t,;=\"\\\\x]{1,2}",
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn policy_written_and_read_is_the_same(policy in any_policy()) {
        prop_assert_eq!(policy.to_string().parse(), Ok(policy));
    }

    #[test]
    fn offers_written_and_read_are_the_same(offered in proptest::collection::vec(any_offer(), 0..4)) {
        let text = Offer::header_value(&offered);
        prop_assert_eq!(offers(text.as_deref().as_slice()), offered);
    }

    #[test]
    fn client_agrees_with_the_answer_that_its_server_gives(
        offered in proptest::collection::vec(any_offer(), 1..4),
        policy in any_policy(),
    ) {
        let text = Offer::header_value(&offered).unwrap();
        let answer = answer([&text], &policy).unwrap();
        let lines: Vec<_> = answer.accepted.iter().map(ToString::to_string).collect();
        // Every offer here is valid, so that the server accepts the first. The client takes it for that, too.
        prop_assert_eq!(accept(&offered, &lines), Ok(answer.agreement()));
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>, text in near_header()) {
        for line in [bytes.as_slice(), text.as_bytes()] {
            let _ = answer([line], &ANY);
            let _ = accept(&[Offer::DEFAULT], [line]);
        }
        let _ = text.parse::<Policy>();
    }

    #[test]
    fn answer_to_near_headers_is_one_that_the_client_could_take(text in near_header()) {
        if let Ok(Answer { accepted: Some(accepted), .. }) = answer([&text], &ANY) {
            let line = accepted.to_string();
            prop_assert_eq!(accept(&[accepted.offer], [&line]), Ok(Some(accepted.agreement)));
        }
    }
}
