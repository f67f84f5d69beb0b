//! A reader of RFC 1951 that was written from its text and is plain. It tells how far back a stream refers.

/// What a stream of blocks has in it.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// What it inflates to.
    pub(super) output: Vec<u8>,
    /// The farthest that it refers back.
    pub(super) max_distance: usize,
}

impl Blocks {
    /// Reads whole blocks behind those that were read before. They end where `bytes` do.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        let mut bits = Bits { bytes, at: 0 };
        while bits.at < bytes.len() * 8 {
            assert_eq!(bits.number(1), 0, "a final block");
            match bits.number(2) {
                0 => self.stored(&mut bits),
                1 => {
                    let lengths: Vec<u8> = [(8, 144), (9, 112), (7, 24), (8, 8)]
                        .into_iter()
                        .flat_map(|(length, count)| std::iter::repeat_n(length, count))
                        .collect();
                    self.coded(&mut bits, &Codes::new(&lengths), &Codes::new(&[5; 30]));
                }
                2 => {
                    let (literals, distances) = dynamic_codes(&mut bits);
                    self.coded(&mut bits, &literals, &distances);
                }
                kind => panic!("a block of type {kind}"),
            }
        }
    }

    fn stored(&mut self, bits: &mut Bits<'_>) {
        bits.at = bits.at.next_multiple_of(8);
        let length = bits.number(16);
        assert_eq!(bits.number(16), !length & 0xFFFF);
        for _ in 0..length {
            self.output.push(bits.number(8) as u8);
        }
    }

    fn coded(&mut self, bits: &mut Bits<'_>, literals: &Codes, distances: &Codes) {
        const LENGTHS: [usize; 29] = [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99,
            115, 131, 163, 195, 227, 258,
        ];
        const LENGTH_EXTRA_BITS: [u32; 29] = [
            0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
        ];
        const DISTANCES: [usize; 30] = [
            1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025,
            1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
        ];
        loop {
            match literals.symbol(bits) {
                literal @ 0..256 => self.output.push(literal as u8),
                256 => return,
                symbol => {
                    let symbol = symbol - 257;
                    let length = LENGTHS[symbol] + bits.number(LENGTH_EXTRA_BITS[symbol]);
                    let symbol = distances.symbol(bits);
                    let extra_bits = (symbol as u32 / 2).saturating_sub(1);
                    let distance = DISTANCES[symbol] + bits.number(extra_bits);
                    self.max_distance = self.max_distance.max(distance);
                    for _ in 0..length {
                        self.output.push(self.output[self.output.len() - distance]);
                    }
                }
            }
        }
    }
}

fn dynamic_codes(bits: &mut Bits<'_>) -> (Codes, Codes) {
    const ORDER: [usize; 19] = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ];
    let literals = bits.number(5) + 257;
    let distances = bits.number(5) + 1;
    let count = bits.number(4) + 4;
    let mut of_lengths = [0; 19];
    for at in &ORDER[..count] {
        of_lengths[*at] = bits.number(3) as u8;
    }
    let of_lengths = Codes::new(&of_lengths);
    let mut lengths = Vec::new();
    while lengths.len() < literals + distances {
        let (length, times) = match of_lengths.symbol(bits) {
            16 => (lengths[lengths.len() - 1], 3 + bits.number(2)),
            17 => (0, 3 + bits.number(3)),
            18 => (0, 11 + bits.number(7)),
            length => (length as u8, 1),
        };
        lengths.extend(std::iter::repeat_n(length, times));
    }
    let (literals, distances) = lengths.split_at(literals);
    (Codes::new(literals), Codes::new(distances))
}

/// The symbols of each length of code, in the order of their codes (section 3.2.2).
struct Codes([Vec<usize>; 16]);

impl Codes {
    fn new(lengths: &[u8]) -> Self {
        let mut symbols: [Vec<usize>; 16] = Default::default();
        for (symbol, length) in lengths.iter().enumerate() {
            symbols[usize::from(*length)].push(symbol);
        }
        Self(symbols)
    }

    fn symbol(&self, bits: &mut Bits<'_>) -> usize {
        let mut code = 0;
        let mut first = 0;
        for symbols in &self.0[1..] {
            code = code << 1 | bits.number(1);
            if let Some(symbol) = symbols.get(code - first) {
                return *symbol;
            }
            first = (first + symbols.len()) << 1;
        }
        panic!("no symbol has the code {code:b}");
    }
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn number(&mut self, bits: u32) -> usize {
        (0..bits).fold(0, |number, place| {
            let bit = self.bytes[self.at / 8] >> (self.at % 8) & 1;
            self.at += 1;
            number | usize::from(bit) << place
        })
    }
}
