mod axum_path;
mod laws;
mod rejections;
mod route_params;
mod values;

use super::{Style, read, read_argument};
use crate::matching::Segment::{self, CatchAll, Dynamic, OptionalCatchAll, Static};
use serde::{Deserialize, de::DeserializeOwned};
use std::fmt::Debug;

const ONE: &[Segment] = &[Static("items"), Dynamic("id")];
const TWO: &[Segment] = &[Dynamic("team"), Static("of"), Dynamic("id")];
const FILES: &[Segment] = &[Static("files"), CatchAll("path")];
const TEAM: &[Segment] = &[Dynamic("team"), CatchAll("path")];
const SHOP: &[Segment] = &[Static("shop"), OptionalCatchAll("tags")];
const NONE: &[Segment] = &[Static("about")];

fn next<T: DeserializeOwned>(path: &str, segments: &[Segment]) -> Result<T, String> {
    read(path, segments, Style::Next)
        .map_err(|error| format!("{} {}", error.status().as_u16(), error.body_text()))
}

/// Returns the value or the rejection as text, so that one table covers many types.
fn shown<T: DeserializeOwned + Debug>(path: &str, segments: &[Segment]) -> String {
    match next::<T>(path, segments) {
        Ok(value) => format!("{value:?}"),
        Err(error) => error,
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Color {
    Red,
    Green,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Id(u64);

#[derive(Debug, Deserialize, PartialEq)]
struct Both {
    id: u32,
    team: String,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Pair(String, u32);

#[derive(Debug, Deserialize, PartialEq)]
struct Tags {
    tags: Option<Vec<String>>,
    #[serde(default)]
    other: Option<u8>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Either {
    Text(String),
    List(Vec<String>),
}

#[derive(Debug)]
struct Even;

impl<'de> Deserialize<'de> for Even {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Even;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("text of even length")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Even, E> {
                if text.len().is_multiple_of(2) {
                    Ok(Even)
                } else {
                    Err(E::custom("odd length"))
                }
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}
