"""Drives the local cloud with the real AWS CLI and boto3 while the sample's stacks are deployed."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = pathlib.Path(tempfile.mkdtemp(prefix="local-cloud-cli-"))
AWS = str(ROOT / ".venv-ci" / "bin" / "aws")
TSX = [str(ROOT / "node_modules" / ".bin" / "tsx"), "bin/local.ts"]
IMAGE = "{accountId}.dkr.ecr.{region}.amazonaws.com/object-detection@sha256:" + "0" * 64


def main() -> None:
    state = WORK / "state"
    server = subprocess.Popen(TSX + ["start", "--port", "0", "--state", str(state)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        connection = json.loads(server.stdout.readline())
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(WORK),
            "AWS_ENDPOINT_URL": connection["endpoint"],
            "AWS_ACCESS_KEY_ID": connection["accessKeyId"],
            "AWS_SECRET_ACCESS_KEY": connection["secretAccessKey"],
            "AWS_DEFAULT_REGION": connection["region"],
            "AWS_EC2_METADATA_DISABLED": "true",
        }

        def aws(*arguments: str, env: dict = environment) -> str:
            return subprocess.run([AWS, *arguments], env=env, check=True, capture_output=True, text=True).stdout

        def cdk(*arguments: str) -> None:
            subprocess.run(TSX + ["--state", str(state), "cdk", *arguments], cwd=ROOT, check=True)

        identity = json.loads(aws("sts", "get-caller-identity"))
        assert identity["Account"] == connection["accountId"], identity
        print("aws sts get-caller-identity:", identity["Arn"])

        context = ["-c", "imageUri=" + IMAGE.format(**connection), "--output", str(WORK / "cdk.out")]
        cdk("deploy", "BatchTransformData", "--require-approval", "never", *context)
        outputs = stack_outputs(aws, "BatchTransformData")
        operator = operator_environment(aws, environment, outputs["OperatorRoleArn"])

        with open(WORK / "model.tar.gz", "wb") as artifact:
            subprocess.run(["node_modules/.bin/tsx", "examples/object-detection/container/make-artifact.ts"], cwd=ROOT, check=True, stdout=artifact)
        photo = sorted((ROOT / "node_modules/@vladmandic/face-api/demo").glob("sample*.jpg"))[0]
        print(aws("s3", "cp", str(photo), f"s3://{outputs['PhotosBucketName']}/selfies/{photo.name}", env=operator).strip().splitlines()[-1])
        aws("s3", "cp", str(WORK / "model.tar.gz"), f"s3://{outputs['ArtifactsBucketName']}/{outputs['ArtifactKey']}", env=operator)

        cdk("deploy", "BatchTransformJob", "--require-approval", "never", *context)
        job = stack_outputs(aws, "BatchTransformJob")
        described = json.loads(aws("sagemaker", "describe-transform-job", "--transform-job-name", job["TransformJobName"]))
        assert described["TransformJobStatus"] == "Completed", described
        print("aws sagemaker describe-transform-job:", described["TransformJobStatus"])
        aws("s3", "cp", f"{job['OutputUri'].rstrip('/')}/{photo.name}.out", str(WORK / "result.json"), env=operator)
        result = json.loads((WORK / "result.json").read_text())
        print("faces found:", len(result["objects"]))
        assert result["objects"], result

        refused = subprocess.run([AWS, "s3", "cp", f"s3://{outputs['PhotosBucketName']}/selfies/{photo.name}", str(WORK / "no.jpg")], env=environment, capture_output=True, text=True)
        assert refused.returncode != 0 and "Forbidden" in refused.stderr + refused.stdout, refused
        print("an administrator from outside: refused")

        cdk("diff", *context)
        cdk("destroy", "--all", "--force", *context)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
        shutil.rmtree(WORK, ignore_errors=True)


def stack_outputs(aws, name: str) -> dict:
    stacks = json.loads(aws("cloudformation", "describe-stacks", "--stack-name", name))
    return {output["OutputKey"]: output["OutputValue"] for output in stacks["Stacks"][0]["Outputs"]}


def operator_environment(aws, environment: dict, role_arn: str) -> dict:
    made = json.loads(aws("sts", "assume-role", "--role-arn", role_arn, "--role-session-name", "ci"))["Credentials"]
    return {**environment, "AWS_ACCESS_KEY_ID": made["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": made["SecretAccessKey"], "AWS_SESSION_TOKEN": made["SessionToken"]}


if __name__ == "__main__":
    sys.exit(main())
