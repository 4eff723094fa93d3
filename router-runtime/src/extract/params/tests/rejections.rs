use super::*;
use crate::rejection::PathRejection;

#[test]
fn rejections_describe_the_mistake() {
    let cases = [
        (
            shown::<u32>("/items/x%20y", ONE),
            "400 Invalid URL: Cannot parse `x y` to a `u32`",
        ),
        (
            shown::<(String, u32)>("/red/of/x", TWO),
            "400 Invalid URL: Cannot parse value at index 1 with value `x` to a `u32`",
        ),
        (
            shown::<Both>("/red/of/x", TWO),
            "400 Invalid URL: Cannot parse `id` with value `x` to a `u32`",
        ),
        (
            shown::<Color>("/items/blue", ONE),
            "400 Invalid URL: unknown variant `blue`, expected `red` or `green`",
        ),
        (
            shown::<Even>("/items/odd", ONE),
            "400 Invalid URL: Cannot parse `id` with value `odd`: odd length",
        ),
        (
            shown::<String>("/items/%FF", ONE),
            "400 Invalid URL: Invalid UTF-8 in `id`",
        ),
        (
            shown::<String>("/items/%4", ONE),
            "400 Invalid URL: Invalid UTF-8 in `id`",
        ),
        (
            shown::<Vec<String>>("/files/a/%FF", FILES),
            "400 Invalid URL: Invalid UTF-8 in `path`",
        ),
        (
            shown::<Vec<u32>>("/files/1/x", FILES),
            "400 Invalid URL: Cannot parse value at index 1 with value `x` to a `u32`",
        ),
        (
            shown::<((u32, u32),)>("/files/1/2/3", FILES),
            "400 Invalid URL: Expected 2 segments in `path` but got 3",
        ),
        (
            shown::<(u32, u32)>("/items/7", ONE),
            "500 Wrong number of path arguments for `Path`. Expected 2 but got 1",
        ),
        (
            shown::<u32>("/about", NONE),
            "500 Wrong number of path arguments for `Path`. Expected 1 but got 0. Note that \
             multiple parameters must be extracted with a tuple `Path<(_, _)>` or a struct \
             `Path<YourParams>`",
        ),
        (
            shown::<String>("/files/a/b", FILES),
            "500 `path` is a catch-all: read it as a sequence such as `Vec<String>`, not as a \
             `alloc::string::String`",
        ),
        (
            shown::<Vec<Vec<String>>>("/files/a/b", FILES),
            "500 Unsupported type `alloc::vec::Vec<alloc::string::String>`",
        ),
        (
            shown::<Option<String>>("/items/a", ONE),
            "500 Unsupported type `core::option::Option<alloc::string::String>`",
        ),
    ];
    for (got, expected) in cases {
        assert_eq!(got, expected);
    }
}

#[test]
fn a_path_of_another_route_is_rejected() {
    for (path, segments) in [
        ("/", ONE),
        ("/items", ONE),
        ("/items/", ONE),
        ("", ONE),
        ("*", ONE),
        ("/files", FILES),
        ("//", FILES),
    ] {
        let _ = next::<String>(path, segments);
        let got = read::<(String,)>(path, segments, Style::Next);
        assert!(got.is_err(), "{path} {segments:?} {got:?}");
    }
}

#[test]
fn invalid_utf_8_is_rejected_in_both_styles() {
    for style in [Style::Next, Style::Axum] {
        let got = read::<(String,)>("/items/%FF", ONE, style);
        assert_eq!(got, Err(PathRejection::InvalidEncoding { key: "id" }));
    }
    let got = read::<String>("/files/a/%FF", FILES, Style::Axum);
    assert_eq!(got, Err(PathRejection::InvalidEncoding { key: "path" }));
}
