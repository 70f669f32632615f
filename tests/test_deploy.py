"""What is shipped to run the service: manifests by their published schemas, all of one piece."""

import re

import kubernetes_validate
import pytest
import yaml

from indicators.settings import ROOT, SETTINGS

DEPLOY = ROOT / "deploy"
FILES = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
#: The oldest and the newest Kubernetes that the manifests are for.
VERSIONS = ("1.31.0", "1.37.0")
TEMPLATE = (DEPLOY / "nginx" / "templates" / "indicators.conf.template").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def documents():
    return [d for path in FILES for d in yaml.safe_load_all(path.read_text("utf-8"))]


def named(kind, name):
    found = [d for d in documents() if d["kind"] == kind and d["metadata"]["name"] == name]
    assert len(found) == 1, f"{kind} {name}: {len(found)}"
    return found[0]


def pods():
    """Every pod's specification with the name of what it belongs to."""
    for d in documents():
        if d["kind"] == "Deployment":
            yield d["metadata"]["name"], d["spec"]["template"]["spec"]
        elif d["kind"] == "CronJob":
            yield d["metadata"]["name"], d["spec"]["jobTemplate"]["spec"]["template"]["spec"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_manifests_hold_to_the_published_schemas(path, version):
    found = list(yaml.safe_load_all(path.read_text("utf-8")))
    assert found
    for document in found:
        kubernetes_validate.validate(document, version, strict=True)


def test_a_fault_in_a_manifest_would_be_found():
    broken = named("Deployment", "app")
    broken["spec"]["template"]["spec"]["containers"][0]["readinessProb"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, VERSIONS[-1], strict=True)


def test_everything_that_was_promised_is_there():
    kinds = {(d["kind"], d["metadata"]["name"]) for d in documents()}
    assert kinds >= {
        ("Deployment", "app"),
        ("Deployment", "edge"),
        ("Service", "app"),
        ("Service", "app-each"),
        ("HorizontalPodAutoscaler", "app"),
        ("PodDisruptionBudget", "app"),
        ("PodDisruptionBudget", "edge"),
        ("CronJob", "refresh"),
        ("Ingress", "edge"),
    }
    assert named("Deployment", "app")["spec"]["replicas"] >= 2
    assert named("Service", "app")["spec"]["sessionAffinity"] == "ClientIP"


@pytest.mark.parametrize(("name", "spec"), list(pods()), ids=[name for name, _ in pods()])
def test_no_pod_runs_as_root_or_writes_to_its_image(name, spec):
    assert spec["securityContext"]["runAsNonRoot"] is True
    volumes = {v["name"]: v for v in spec["volumes"]}
    for container in spec["containers"]:
        own = container["securityContext"]
        assert own["readOnlyRootFilesystem"] is True, f"{name}: {container['name']}"
        assert own["allowPrivilegeEscalation"] is False
        assert own["capabilities"]["drop"] == ["ALL"]
        assert container["resources"]["limits"]["memory"]
        mounted = {m["name"]: m["mountPath"] for m in container["volumeMounts"]}
        assert set(mounted) <= set(volumes)
        if container["image"].startswith("indicators"):
            assert {"/var/lib/indicators", "/tmp"} <= set(mounted.values())


def test_probes_ask_for_health():
    container = named("Deployment", "app")["spec"]["template"]["spec"]["containers"][0]
    for probe in ("startupProbe", "readinessProbe"):
        assert container[probe]["httpGet"]["path"] == "/health"


def test_selectors_find_the_pods_that_they_mean():
    labels = {
        d["metadata"]["name"]: d["spec"]["template"]["metadata"]["labels"]
        for d in documents()
        if d["kind"] == "Deployment"
    }
    for d in documents():
        selector = d["spec"].get("selector") if "spec" in d else None
        if selector is None:
            continue
        wanted = selector.get("matchLabels", selector)
        component = wanted["app.kubernetes.io/component"]
        assert wanted.items() <= labels[component].items(), d["metadata"]["name"]
    target = named("HorizontalPodAutoscaler", "app")["spec"]["scaleTargetRef"]
    assert named(target["kind"], target["name"])


def test_every_replica_has_the_same_cookie_secret():
    """One secret for all of a kind: in Kubernetes one object, in compose one variable."""
    container = named("Deployment", "app")["spec"]["template"]["spec"]["containers"][0]
    assert {"secretRef": {"name": "indicators"}} in container["envFrom"]
    assert "STREAMLIT_SERVER_COOKIE_SECRET" in (DEPLOY / "kubernetes" / "settings.yaml").read_text(
        "utf-8"
    )
    told = COMPOSE["services"]["app"]["environment"]["STREAMLIT_SERVER_COOKIE_SECRET"]
    assert told.startswith("${COOKIE_SECRET:?")


def test_nginx_is_told_everything_that_its_template_names():
    names = set(re.findall(r"\$\{([A-Z_]+)\}", TEMPLATE))
    assert len(names) > 10
    assert names == set(COMPOSE["services"]["edge"]["environment"])
    assert names == set(named("ConfigMap", "edge")["data"])


def test_only_settings_that_exist_are_set():
    known = {s.name for s in SETTINGS}
    told = set(COMPOSE["services"]["app"]["environment"]) | set(
        named("ConfigMap", "indicators")["data"]
    )
    ours = {name for name in told if name.startswith("INDICATORS_")}
    assert len(ours) >= 5
    assert ours <= known, ours - known


def test_compose_services_are_read_only_and_without_privileges():
    for name in ("app", "job", "edge"):
        service = COMPOSE["services"][name]
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
    assert COMPOSE["services"]["app"]["deploy"]["replicas"] == "${REPLICAS:-2}"
    volumes = {v.split(":")[0] for s in COMPOSE["services"].values() for v in s.get("volumes", [])}
    assert {v for v in volumes if not v.startswith(".")} <= set(COMPOSE["volumes"])
