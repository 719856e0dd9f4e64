import { ContainerImage } from './container-image';
import { ModelData } from './model-data';

/**
 * One container of a model. Give an image, or the name of a model package that brings its own.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
 */
export interface ContainerDefinition {
  /**
   * The image.
   *
   * @default - none; needed unless `modelPackageName` is given
   */
  readonly image?: ContainerImage;
  /**
   * The model's artifact, unpacked to `/opt/ml/model`.
   *
   * @default - none
   */
  readonly modelData?: ModelData;
  /**
   * Environment variables: at most 100, names and texts of at most 1024 characters. Readable in the template: no secrets.
   *
   * @default - none
   */
  readonly environment?: { [key: string]: string };
  /**
   * Name of the container in a pipeline; at most 63 letters, digits and inner hyphens.
   *
   * @default - the service chooses one
   */
  readonly containerHostname?: string;
  /**
   * Name or ARN of a model package, at most 176 characters, instead of `image` and `modelData`. The package's artifact
   * must be readable from outside the VPC.
   *
   * @default - none
   */
  readonly modelPackageName?: string;
}
