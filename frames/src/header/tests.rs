//! Headers of the RFC's examples, each broken rule, and any header there and back.

use proptest::prelude::*;

use super::*;

fn decoded(bytes: &[u8]) -> DecodedHeader {
    match Header::decode(bytes) {
        Decoded::Complete(decoded) => decoded,
        incomplete @ Decoded::Incomplete { .. } => panic!("{incomplete:?}"),
    }
}

const RSV1_ONLY: ReservedBits = ReservedBits {
    rsv1: true,
    ..ReservedBits::NONE
};

#[test]
fn examples_of_the_rfc_decode_to_their_meaning() {
    // Section 5.7.
    let text = Header::new(OpCode::Text, 5);
    assert_eq!(decoded(&[0x81, 0x05, b'H']).header, text);
    let masked = Header {
        mask: Some([0x37, 0xfa, 0x21, 0x3d]),
        ..text
    };
    let bytes = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f];
    assert_eq!(decoded(&bytes).header, masked);
    assert_eq!(decoded(&bytes).header_bytes, 6);
    let first = Header {
        fin: false,
        ..Header::new(OpCode::Text, 3)
    };
    assert_eq!(decoded(&[0x01, 0x03]).header, first);
    assert_eq!(
        decoded(&[0x80, 0x02]).header,
        Header::new(OpCode::Continuation, 2)
    );
    assert_eq!(
        decoded(&[0x82, 0x7E, 0x01, 0x00]).header,
        Header::new(OpCode::Binary, 256)
    );
    let bytes = [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0];
    assert_eq!(decoded(&bytes).header, Header::new(OpCode::Binary, 65_536));
}

#[test]
fn length_is_encoded_in_the_fewest_bytes() {
    let encode = |length| {
        let header = Header::new(OpCode::Binary, length);
        header
            .encode(Role::Server, ReservedBits::NONE)
            .unwrap()
            .to_vec()
    };
    assert_eq!(encode(125), [0x82, 125]);
    assert_eq!(encode(126), [0x82, 126, 0, 126]);
    assert_eq!(encode(0xffff), [0x82, 126, 0xff, 0xff]);
    assert_eq!(encode(0x1_0000), [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
    assert_eq!(encode(MAX_PAYLOAD_BYTES)[..3], [0x82, 127, 0x7F]);
}

#[test]
fn unchecked_length_is_encoded_in_the_width_asked_for_or_in_a_wider_one() {
    let encode = |length, width| {
        Header::new(OpCode::Text, length)
            .encode_unchecked(width)
            .to_vec()
    };
    assert_eq!(encode(5, LengthWidth::Bits16), [0x81, 126, 0, 5]);
    assert_eq!(
        encode(5, LengthWidth::Bits64),
        [0x81, 127, 0, 0, 0, 0, 0, 0, 0, 5]
    );
    assert_eq!(encode(300, LengthWidth::Bits7), [0x81, 126, 1, 44]);
}

#[test]
fn header_as_read_is_encoded_as_it_was_on_the_wire() {
    let header = Header {
        fin: false,
        rsv: RSV1_ONLY,
        mask: Some([1, 2, 3, 4]),
        ..Header::new(OpCode::Binary, 5)
    };
    for header in [header, Header::new(OpCode::Pong, 0)] {
        for width in [LengthWidth::Bits7, LengthWidth::Bits16, LengthWidth::Bits64] {
            let bytes = header.encode_unchecked(width);
            assert_eq!(*decoded(&bytes).encoded(), *bytes);
        }
    }
}

#[test]
fn non_minimal_length_is_an_error_of_the_header_as_read() {
    let decoded = decoded(&[0x81, 126, 0, 5]);
    assert_eq!(
        decoded.header.check(Role::Server, ReservedBits::NONE),
        Ok(())
    );
    assert_eq!(
        decoded.check(Role::Server, ReservedBits::NONE),
        Err(HeaderError::NonMinimalLength(5))
    );
}

#[test]
fn each_broken_rule_is_its_error_and_is_not_encoded() {
    let text = Header::new(OpCode::Text, 5);
    let masked = Some([1, 2, 3, 4]);
    let cases = [
        (
            Role::Server,
            Header {
                rsv: RSV1_ONLY,
                ..text
            },
            HeaderError::ReservedBits(RSV1_ONLY),
        ),
        (
            Role::Server,
            Header::new(OpCode::Reserved3, 5),
            HeaderError::ReservedOpCode(OpCode::Reserved3),
        ),
        (
            Role::Server,
            Header::new(OpCode::ReservedB, 5),
            HeaderError::ReservedOpCode(OpCode::ReservedB),
        ),
        (
            Role::Server,
            Header {
                fin: false,
                ..Header::new(OpCode::Ping, 5)
            },
            HeaderError::FragmentedControl(OpCode::Ping),
        ),
        (
            Role::Server,
            Header::new(OpCode::Close, 126),
            HeaderError::OversizedControl {
                opcode: OpCode::Close,
                length: 126,
            },
        ),
        (
            Role::Server,
            Header::new(OpCode::Binary, 1 << 63),
            HeaderError::OversizedLength(1 << 63),
        ),
        (
            Role::Server,
            Header {
                mask: masked,
                ..text
            },
            HeaderError::MaskedServer,
        ),
        (Role::Client, text, HeaderError::UnmaskedClient),
    ];
    for (sender, header, error) in cases {
        assert_eq!(header.check(sender, ReservedBits::NONE), Err(error));
        let encoded = header.encode(sender, ReservedBits::NONE);
        assert_eq!(encoded.err(), Some(error));
        // It can be written all the same, where that is asked for.
        let bytes = header.encode_unchecked(LengthWidth::Bits7);
        assert_eq!(decoded(&bytes).header, header);
    }
}

#[test]
fn reserved_bit_of_a_negotiated_extension_is_no_error() {
    let compressed = Header {
        rsv: RSV1_ONLY,
        ..Header::new(OpCode::Text, 5)
    };
    assert_eq!(compressed.check(Role::Server, RSV1_ONLY), Ok(()));
}

#[test]
fn header_is_described_in_the_words_of_the_rfc() {
    assert_eq!(
        Header::new(OpCode::Ping, 1).to_string(),
        "ping, FIN, length 1"
    );
    let first = Header {
        fin: false,
        ..Header::new(OpCode::Reserved3, 0)
    };
    assert_eq!(first.to_string(), "reserved opcode 0x3, fragment, length 0");
}

fn any_header() -> impl Strategy<Value = Header> {
    let length = prop_oneof![0..=130_u64, 65_530..=65_540_u64, any::<u64>()];
    let rsv = any::<[bool; 3]>();
    (
        any::<bool>(),
        rsv,
        0..16_u8,
        any::<Option<[u8; 4]>>(),
        length,
    )
        .prop_map(|(fin, [rsv1, rsv2, rsv3], opcode, mask, length)| Header {
            fin,
            rsv: ReservedBits { rsv1, rsv2, rsv3 },
            opcode: OpCode::of_first_byte(opcode),
            mask,
            length,
        })
}

fn any_width() -> impl Strategy<Value = LengthWidth> {
    prop_oneof![
        Just(LengthWidth::Bits7),
        Just(LengthWidth::Bits16),
        Just(LengthWidth::Bits64)
    ]
}

proptest! {
    #[test]
    fn any_header_decodes_to_itself_from_any_width(header in any_header(), width in any_width()) {
        let bytes = header.encode_unchecked(width);
        let expected = DecodedHeader { header, header_bytes: bytes.len() };
        prop_assert_eq!(Header::decode(&bytes), Decoded::Complete(expected));
        let with_payload = [&bytes, b"payload".as_slice()].concat();
        prop_assert_eq!(Header::decode(&with_payload), Decoded::Complete(expected));
    }

    #[test]
    fn beginning_of_a_header_says_how_many_bytes_are_missing(header in any_header(), width in any_width()) {
        let bytes = header.encode_unchecked(width);
        for length in 0..bytes.len() {
            let Decoded::Incomplete { missing_bytes } = Header::decode(&bytes[..length]) else {
                return Err(TestCaseError::fail("it is whole"));
            };
            let missing = if length < 2 { 2 } else { bytes.len() } - length;
            prop_assert_eq!(missing_bytes, missing);
        }
    }

    #[test]
    fn header_that_is_encoded_passes_its_own_check(header in any_header()) {
        for sender in [Role::Client, Role::Server] {
            if let Ok(bytes) = header.encode(sender, ReservedBits::NONE) {
                prop_assert_eq!(decoded(&bytes).check(sender, ReservedBits::NONE), Ok(()));
            }
        }
    }

    #[test]
    fn any_bytes_are_decoded_without_a_panic(bytes: [u8; MAX_HEADER_BYTES]) {
        let decoded = decoded(&bytes);
        prop_assert!(decoded.header_bytes <= MAX_HEADER_BYTES);
    }
}
