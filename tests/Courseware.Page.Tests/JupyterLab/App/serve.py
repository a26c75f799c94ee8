"""Serves the JupyterLab that build.js made, by Debian's jupyter-server."""
import os

from jupyterlab_server import LabServerApp

HERE = os.path.dirname(os.path.abspath(__file__))
BUILT = os.path.join(HERE, "built")
KEPT = os.environ["LAB_KEEPS"]  # what a user sets and leaves open


class Lab(LabServerApp):
    name = __name__
    app_name = "JupyterLab"
    extension_url = app_url = default_url = "/lab"
    load_other_extensions = False
    static_dir = BUILT
    schemas_dir = os.path.join(BUILT, "schemas")
    themes_dir = os.path.join(BUILT, "themes")
    templates_dir = os.path.join(HERE, "templates")
    app_settings_dir = os.path.join(KEPT, "application")
    user_settings_dir = os.path.join(KEPT, "user")
    workspaces_dir = os.path.join(KEPT, "workspaces")


def _jupyter_server_extension_points():
    return [{"module": __name__, "app": Lab}]


if __name__ == "__main__":
    Lab.launch_instance()
