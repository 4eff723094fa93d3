#![expect(clippy::option_option, reason = "such values are preserved")]

use super::{BinaryError, from_bytes, to_bytes, to_text};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Debug,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    ops::Bound,
    path::PathBuf,
    time::{Duration, SystemTime},
};

fn again<T: Serialize + DeserializeOwned>(value: &T) -> Result<T, BinaryError> {
    from_bytes(&to_bytes(value)?)
}

#[track_caller]
fn is_preserved<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    assert_eq!(again(&value), Ok(value));
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Host {
    ip: IpAddr,
    gateway: Ipv4Addr,
    #[serde(with = "as_bytes")]
    raw: Vec<u8>,
}

/// Like `serde_bytes`.
mod as_bytes {
    use serde::{Deserializer, Serializer, de::Visitor};
    use std::fmt;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<u8>, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Vec<u8>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }
        }
        from.deserialize_byte_buf(Bytes)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Flat {
    name: String,
    #[serde(flatten)]
    host: Host,
    #[serde(flatten)]
    rest: HashMap<String, Option<f32>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Host(Host),
    Optional(Option<Option<u8>>),
    Number(f64),
    Text(String),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Internal {
    Host { ip: IpAddr, load: Option<f64> },
    Counts(HashMap<u8, u32>),
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value")]
enum Adjacent {
    Pair(u8, char),
    Struct { unit: () },
    Nothing,
    Optional(Option<Option<()>>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
enum External {
    Nothing,
    One(u8),
    Pair(u8, i128),
    Struct { unit: Option<()> },
    Unit(()),
    Optional(Option<()>),
    Empty(),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Newtype(Option<u8>);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Large {
    Number(u128),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Chain(Option<Box<Self>>, Vec<u8>);

/// Nothing but options.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Nested(Option<Box<Self>>);

type Value = (u8, String, Vec<Option<Host>>);

fn host() -> Host {
    Host {
        ip: "2001:db8::1".parse().unwrap(),
        gateway: Ipv4Addr::LOCALHOST,
        raw: vec![0, 255],
    }
}

#[test]
fn numbers_are_preserved() {
    is_preserved(vec![Some(1.0), Some(f32::INFINITY), None]);
    is_preserved((
        f64::MIN,
        f64::NEG_INFINITY,
        f32::MIN_POSITIVE,
        0.1_f32,
        0.1_f64,
    ));
    is_preserved((u128::MAX, i128::MIN, i128::MAX, u64::MAX, i64::MIN));
    is_preserved((i8::MIN, -1_i16, 0_u8, 127_u8, 128_u16, -129_i32, usize::MAX));
    assert_eq!(again(&-0.0_f64).unwrap().to_bits(), (-0.0_f64).to_bits());
    assert_eq!(again(&f64::NAN).unwrap().to_bits(), f64::NAN.to_bits());
    assert!(again(&vec![f32::NAN]).unwrap()[0].is_nan());
}

#[test]
fn options_and_units_are_preserved() {
    for value in [None, Some(None), Some(Some(3))] {
        is_preserved(value);
    }
    for value in [None, Some(None), Some(Some(None)), Some(Some(Some(())))] {
        is_preserved(value);
    }
    is_preserved(vec![None, Some(())]);
    is_preserved((
        (),
        Unit,
        Newtype(None),
        Newtype(Some(1)),
        'ß',
        "é\"\0".to_owned(),
    ));
}

#[test]
fn maps_with_any_keys_are_preserved() {
    is_preserved(HashMap::from([((1_u8, 2_u8), 3_u32)]));
    is_preserved(BTreeMap::from([
        (External::Pair(1, -2), 1),
        (External::Nothing, 2),
    ]));
    let inner = BTreeMap::from([(false, vec![()])]);
    is_preserved(BTreeMap::from([(BTreeMap::from([(Some(1), 'c')]), inner)]));
    is_preserved(BTreeSet::from([(1, "a".to_owned())]));
}

#[test]
fn enums_are_preserved_in_every_representation() {
    is_preserved(vec![
        External::Nothing,
        External::One(1),
        External::Pair(1, i128::MIN),
        External::Struct { unit: Some(()) },
        External::Struct { unit: None },
        External::Unit(()),
        External::Optional(None),
        External::Optional(Some(())),
        External::Empty(),
    ]);
    is_preserved(vec![
        Untagged::Host(host()),
        Untagged::Optional(None),
        Untagged::Optional(Some(None)),
        Untagged::Optional(Some(Some(1))),
        Untagged::Number(f64::INFINITY),
        Untagged::Text("x".to_owned()),
    ]);
    is_preserved(vec![
        Internal::Host {
            ip: host().ip,
            load: Some(f64::INFINITY),
        },
        Internal::Counts(HashMap::from([(1, 2)])),
        Internal::Nothing,
    ]);
    is_preserved(vec![
        Adjacent::Pair(1, 'ß'),
        Adjacent::Struct { unit: () },
        Adjacent::Nothing,
        Adjacent::Optional(None),
        Adjacent::Optional(Some(None)),
        Adjacent::Optional(Some(Some(()))),
    ]);
    is_preserved(vec![Ok(1), Err("x".to_owned())]);
}

#[test]
fn flattened_structs_and_types_of_std_are_preserved() {
    is_preserved(Flat {
        name: "a".to_owned(),
        host: host(),
        rest: HashMap::from([
            ("x".to_owned(), Some(f32::INFINITY)),
            ("y".to_owned(), None),
        ]),
    });
    is_preserved((
        Duration::from_millis(1500),
        SystemTime::UNIX_EPOCH,
        SocketAddr::from(([1, 2, 3, 4], 5)),
        PathBuf::from("/a"),
        1..5_u8,
        Bound::Included(3),
    ));
    is_preserved(json!({ "a": [1, -1, 1.5, null, "x", { "b": true }, u64::MAX] }));
}

#[test]
fn what_serde_cannot_read_back_is_an_error() {
    // The buffer of serde has no such number.
    assert!(again(&Large::Number(u128::MAX)).is_err());

    let chain = |length| {
        (0..length).fold(Chain(None, Vec::new()), |chain, _| {
            Chain(Some(Box::new(chain)), Vec::new())
        })
    };
    is_preserved(chain(126));
    let error = to_bytes(&chain(128)).unwrap_err();
    assert!(error.to_string().contains("256"), "{error}");
    let nested = (0..1_000).fold(Nested(None), |nested, _| Nested(Some(Box::new(nested))));
    assert!(to_bytes(&nested).is_err());
}

#[test]
fn malformed_bytes_are_errors() {
    let bytes = to_bytes(&(1, "text", vec![Some(host())])).unwrap();
    for end in 0..bytes.len() {
        assert!(from_bytes::<Value>(&bytes[..end]).is_err(), "{end}");
    }
    for at in 0..bytes.len() {
        for byte in [0, 0x7f, 0xff] {
            let mut bytes = bytes.clone();
            bytes[at] = byte;
            let _ = from_bytes::<Value>(&bytes);
            let _ = from_bytes::<serde_json::Value>(&bytes);
        }
    }
    assert!(from_bytes::<u8>(&[5, 1, 1]).is_err(), "trailing bytes");
}

#[test]
fn the_text_of_keys_is_json_where_that_is_enough() {
    for value in [
        json!("count"),
        json!(["item", 17, -1, true, { "a": "b" }]),
        json!({}),
        json!([]),
        json!(1.5),
    ] {
        assert_eq!(to_text(&value).unwrap(), value.to_string());
    }
    assert_eq!(to_text("a\"\\\n").unwrap(), r#""a\"\\\n""#);
    assert_eq!(to_text(&Some("a")).unwrap(), to_text("a").unwrap());
    let texts = [
        to_text(&f64::NAN),
        to_text(&f64::INFINITY),
        to_text(&f64::NEG_INFINITY),
        to_text(&None::<u8>),
        to_text(&Some(None::<u8>)),
        to_text(&Some(Some(None::<u8>))),
        to_text(&()),
        to_text(&Some(())),
        to_text("NaN"),
        to_text("null"),
        to_text(&BTreeMap::from([(1, 2)])),
        to_text(&BTreeMap::from([("1", 2)])),
        to_text(&BTreeMap::from([((1, 2), 3)])),
        to_text(&u128::MAX),
        to_text(&'a'),
        to_text("a"),
    ];
    let different: BTreeSet<String> = texts.iter().map(|text| text.clone().unwrap()).collect();
    assert_eq!(different.len(), texts.len(), "{different:?}");
}
