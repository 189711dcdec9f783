//! A recipe goes into a file and out again, and the file stays what it was.

mod common;

use common::{
    LOSSY, LOSSY_ALPHA, dressed_jpeg, jpeg, large_recipe, lossless, photos, png, recipe, samples, wav,
};
use expect_test::expect;
use lightflow_artifact::recipe::{Format, MAX_RECIPE, Recipe, embed, read, read_file, strip};
use serde_json::{Value, json};

fn with(file: &[u8], recipe: &Recipe) -> Vec<u8> {
    embed(file, recipe).unwrap().expect("the format has a place")
}

#[test]
fn what_was_embedded_is_read() {
    for (name, file) in samples() {
        assert_eq!(read(&file).unwrap(), None, "{name}");
        assert_eq!(read(&with(&file, &recipe())).unwrap(), Some(recipe()), "{name}");
    }
}

#[test]
fn the_file_without_its_recipe_is_the_file_from_before() {
    for (name, file) in samples() {
        assert_eq!(strip(&file).unwrap(), None, "{name}");
        assert_eq!(strip(&with(&file, &recipe())).unwrap().as_ref(), Some(&file), "{name}");
    }
}

#[test]
fn a_recipe_takes_the_place_of_an_earlier_one() {
    for (name, file) in samples() {
        let once = with(&file, &recipe());
        let twice = with(&with(&file, &large_recipe(70_000)), &recipe());
        assert_eq!(once, twice, "{name}");
    }
}

#[test]
fn a_recipe_is_found_in_a_file_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no-matter-what.txt");
    for (name, file) in samples() {
        for recipe in [recipe(), large_recipe(200_000)] {
            std::fs::write(&path, with(&file, &recipe)).unwrap();
            assert_eq!(read_file(&path).unwrap(), Some(recipe), "{name}");
        }
        std::fs::write(&path, file).unwrap();
        assert_eq!(read_file(&path).unwrap(), None, "{name}");
    }
}

#[test]
fn numbers_come_back_to_the_last_bit() {
    let mut recipe = recipe();
    let hard =
        [5e-324, 2.225_073_858_507_201e-308, 1.797_693_134_862_315_7e308, 9_007_199_254_740_993.0, 0.1 + 0.7];
    recipe.inputs.insert("hard".to_owned(), json!(hard));
    for (name, file) in samples() {
        let back = read(&with(&file, &recipe)).unwrap().unwrap();
        assert_eq!(back.inputs["hard"], json!(hard), "{name}");
        assert_eq!(back.inputs["seed"].as_u64(), Some(u64::MAX));
        assert_eq!(back.inputs["least"].as_i64(), Some(i64::MIN));
    }
}

#[test]
fn pictures_keep_their_pixels() {
    for (name, file) in samples().into_iter().filter(|(_, file)| Format::of(file) != Some(Format::Json)) {
        let Ok(before) = image::load_from_memory(&file) else {
            assert_eq!(Format::of(&file), Some(Format::Wav), "{name}");
            continue;
        };
        for recipe in [recipe(), large_recipe(MAX_RECIPE - 1000)] {
            assert_eq!(image::load_from_memory(&with(&file, &recipe)).unwrap(), before, "{name}");
        }
    }
}

#[test]
fn sound_keeps_its_samples_where_simple_players_look() {
    let file = wav(&[9; 11]);
    let with = with(&file, &recipe());
    assert_eq!(with[..4], file[..4]);
    assert_eq!(with[8..file.len()], file[8..]);
    assert_eq!(u32::from_le_bytes(with[4..8].try_into().unwrap()) as usize, with.len() - 8);
}

#[test]
fn a_png_has_the_recipe_behind_its_header() {
    let file = with(&png(), &Recipe::default());
    let json = Recipe::default().to_json().unwrap();
    assert_eq!(file[33..37], (14 + json.len() as u32).to_be_bytes());
    assert_eq!(&file[37..55], b"iTXtlightflow\0\0\0\0\0");
    assert_eq!(file[55..55 + json.len()], json);
    assert_eq!(&file[55 + json.len() + 4..], &png()[33..]);
}

#[test]
fn a_jpeg_has_the_recipe_behind_exif_and_before_what_counts_from_its_own_place() {
    let file = with(&dressed_jpeg(), &recipe());
    let place = |text: &[u8]| file.windows(text.len()).position(|window| window == text).unwrap();
    assert!(place(b"JFIF") < place(b"Exif"));
    assert!(place(b"Exif") < place(b"lightflow\0"));
    assert!(place(b"lightflow\0") < place(b"MPF\0"));
}

#[test]
fn a_large_recipe_takes_several_segments() {
    let recipe = large_recipe(200_000);
    let file = with(&jpeg(), &recipe);
    let parts = file.windows(10).filter(|window| window == b"lightflow\0").count();
    assert_eq!(parts, 4);
    assert_eq!(read(&file).unwrap(), Some(recipe));
}

#[test]
fn a_simple_webp_becomes_an_extended_one_of_the_same_size() {
    let header = |file: &[u8]| with(file, &recipe())[12..30].to_vec();
    assert_eq!(header(&LOSSY), b"VP8X\x0a\0\0\0\0\0\0\0\x08\0\0\x06\0\0");
    // Its pixels have alpha.
    assert_eq!(header(&lossless()), b"VP8X\x0a\0\0\0\x10\0\0\0\x08\0\0\x06\0\0");
    assert_eq!(header(&LOSSY_ALPHA), LOSSY_ALPHA[12..30]);
}

#[test]
fn an_extended_webp_stays_one_where_another_program_has_come_to_need_it() {
    let mut file = with(&LOSSY, &recipe());
    file[20] |= 0x08;
    file.extend(common::chunk(b"EXIF", b"II*\0"));
    let length = file.len() as u32 - 8;
    file[4..8].copy_from_slice(&length.to_le_bytes());
    let stripped = strip(&file).unwrap().unwrap();
    assert_eq!(&stripped[12..16], b"VP8X");
    assert_eq!(read(&stripped).unwrap(), None);
    assert_eq!(image::load_from_memory(&stripped).unwrap(), image::load_from_memory(&LOSSY).unwrap());
}

#[test]
fn json_keeps_the_manner_in_which_it_is_written() {
    let recipe = Recipe { workflow: "w".to_owned(), ..Recipe::default() };
    let texts =
        ["{}", "{ }\n", r#"{"a":1}"#, r#"{"a": 1, "b": 2}"#, "{\n  \"a\": 1,\n  \"b\": [\n    2\n  ]\n}\n"];
    let written: Vec<_> =
        texts.iter().map(|text| String::from_utf8(with(text.as_bytes(), &recipe)).unwrap()).collect();
    for text in &written {
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(value["$lightflow"]["workflow"], "w");
    }
    expect![[r#"
        {"$lightflow":{"format":1,"workflow":"w","plan":"","step":"","inputs":{},"program":"","versions":{}}}
        {"$lightflow":{"format":1,"workflow":"w","plan":"","step":"","inputs":{},"program":"","versions":{}} }

        {"a":1,"$lightflow":{"format":1,"workflow":"w","plan":"","step":"","inputs":{},"program":"","versions":{}}}
        {"a": 1, "b": 2, "$lightflow": {"format":1,"workflow":"w","plan":"","step":"","inputs":{},"program":"","versions":{}}}
        {
          "a": 1,
          "b": [
            2
          ],
          "$lightflow": {"format":1,"workflow":"w","plan":"","step":"","inputs":{},"program":"","versions":{}}
        }
    "#]]
    .assert_eq(&written.join("\n"));
}

#[test]
fn json_that_was_sorted_and_indented_anew_still_has_its_recipe() {
    let file = with(br#"{"b": 1, "a": 2, " ": 3}"#, &recipe());
    let value: Value = serde_json::from_slice(&file).unwrap();
    let anew = serde_json::to_vec_pretty(&value).unwrap();
    assert_eq!(read(&anew).unwrap(), Some(recipe()));
    let stripped: Value = serde_json::from_slice(&strip(&anew).unwrap().unwrap()).unwrap();
    assert_eq!(stripped, json!({"a": 2, "b": 1, " ": 3}));
}

#[test]
fn a_recipe_in_the_middle_of_an_object_goes_with_one_comma() {
    for (text, stripped) in [
        (r#"{"$lightflow": 1}"#, "{}"),
        (r#"{"$lightflow": 1, "a": 2}"#, r#"{"a": 2}"#),
        (r#"{"a": 2, "$lightflow": 1, "b": 3}"#, r#"{"a": 2, "b": 3}"#),
        (r#"{"$lightflow": 1, "\u0024lightflow": 2, "a": 3}"#, r#"{"a": 3}"#),
        (r#"{"a": 2, "$lightflow": 1, "$lightflow": 1}"#, r#"{"a": 2}"#),
        (r#"{"$lightflow": 1, "a": 2, "$lightflow": 1}"#, r#"{"a": 2}"#),
        (r#"{"$lightflow": 1, "$lightflow": 1}"#, "{}"),
    ] {
        assert_eq!(strip(text.as_bytes()).unwrap().as_deref(), Some(stripped.as_bytes()), "{text}");
    }
}

#[test]
fn where_there_is_no_place_there_is_no_recipe() {
    let mut piped = wav(&[1, 2]);
    piped[4..8].copy_from_slice(&[0xff; 4]);
    let mut rf64 = wav(&[1, 2]);
    rf64[..4].copy_from_slice(b"RF64");
    for file in [
        &b""[..],
        b"text",
        b"[1, 2]",
        b"3",
        b"{\"a\": 1",
        b"{\"a\": 1}\n{\"a\": 2}\n",
        b"GIF89a",
        b"RIFF",
        &piped,
        &rf64,
    ] {
        assert_eq!(embed(file, &recipe()).unwrap(), None, "{}", file.escape_ascii());
        assert_eq!(strip(file).unwrap(), None, "{}", file.escape_ascii());
        assert_eq!(read(file).unwrap(), None, "{}", file.escape_ascii());
    }
}

#[test]
fn a_recipe_of_a_newer_program_with_further_members_is_read() {
    let mut value = serde_json::to_value(recipe()).unwrap();
    value["colour"] = json!({"of": "the sky"});
    assert_eq!(Recipe::parse(value.to_string().as_bytes()).unwrap(), recipe());
}

#[test]
fn the_same_recipe_is_written_in_the_same_bytes() {
    expect![[r#"{"format":1,"workflow":"poster","plan":"5f0c","step":"shots[3]/save","inputs":{"least":-9223372036854775808,"prompt":"ein \"Häuschen\"\n\u0000😀","seed":18446744073709551615,"strength":0.30000000000000004},"program":"studio","versions":{"lightflow":"0.1.0","studio":"1.4.0"}}"#]]
    .assert_eq(std::str::from_utf8(&recipe().to_json().unwrap()).unwrap());
}

#[test]
fn a_recipe_costs_a_photo_little() {
    for (name, photo) in photos() {
        let more = with(&photo, &recipe()).len() - photo.len();
        assert!(more < recipe().to_json().unwrap().len() + 40, "{name}: {more}");
    }
}
