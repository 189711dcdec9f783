use super::*;
use crate::render::sample::{ENDLESS, PRODUCT_PHOTOS, staircase};
use crate::render::view::BodyView;

fn paths(body: &BodyView, found: &mut Vec<String>) {
    for step in &body.steps {
        found.push(step.path.clone());
        let arms = step.arms.iter().map(|arm| &arm.body);
        for body in step.body.iter().chain(arms) {
            paths(body, found);
        }
    }
}

/// Every opened element is closed, in order, and no character is left that XML has a meaning for.
fn assert_well_formed(svg: &str) {
    let mut open = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').expect("a tag ends");
        assert!(!tag.contains('&') || tag.contains("&amp;") || tag.contains("&quot;"));
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{tag}");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        for code in text.split('&').skip(1) {
            let known = ["lt;", "gt;", "amp;", "quot;", "apos;"];
            assert!(known.iter().any(|known| code.starts_with(known)), "{code}");
        }
    }
    assert_eq!(open, [""; 0]);
    for number in ["NaN", "inf"] {
        let drawn = svg.split_once("</style>").map_or("", |(_, drawn)| drawn);
        assert!(!drawn.contains(&format!("\"{number}")) && !drawn.contains(&format!(" {number}")));
    }
}

#[test]
fn every_step_of_every_level_is_in_the_picture() {
    let view = View::of(&PRODUCT_PHOTOS.graph);
    let svg = print(&view);
    assert_well_formed(&svg);
    let mut steps = Vec::new();
    paths(&view.body, &mut steps);
    assert_eq!(steps.len(), 14);
    for step in steps {
        assert!(svg.contains(&format!("data-step=\"{step}\"")), "{step}");
    }
}

#[test]
fn text_from_the_source_stays_text() {
    let svg = print(&View::of(&ENDLESS));
    assert_well_formed(&svg);
    assert!(svg.contains("next = if n &lt; 1 &amp;&amp; &quot;\\#&quot; &gt; `x` { n }"));
    assert!(svg.contains("endless → Vec&lt;&quot;&amp;&quot;&gt;, calls itself"));
}

#[test]
fn values_from_around_enter_a_frame_and_are_named_inside() {
    let svg = print(&View::of(&PRODUCT_PHOTOS.graph));
    assert!(svg.contains("<g class=\"lf-capture\"><title>double, from around</title>"));
    assert!(svg.contains("<title>double → shots</title>"));
    assert!(svg.contains("<title>sheet → titled</title>"));
}

#[test]
fn five_hundred_steps_are_drawn() {
    let svg = print(&View::of(staircase(500)));
    assert_well_formed(&svg);
    assert_eq!(svg.matches("data-step=").count(), 500);
}

#[test]
fn a_graph_without_steps_is_drawn() {
    let svg = print(&View::of(staircase(0)));
    assert_well_formed(&svg);
}
