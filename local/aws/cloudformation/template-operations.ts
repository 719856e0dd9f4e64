import { requiredCapabilities } from '../../deploy/proposal';
import { parseTemplate, Template, transforms, validationError } from '../../deploy/template';
import { Operations, OperationContext } from '../wire/http';
import { changeSetNotFound, Permission } from './permission';
import { CloudFormationService } from './cloudformation-service';

/** GetTemplate, GetTemplateSummary, ValidateTemplate. */
export function templateOperations(service: CloudFormationService, permission: Permission): Operations {
  const { store } = service;

  const handedOver = async (input: Record<string, any>, { caller }: OperationContext): Promise<Template> => {
    const text = await service.templateText({ templateBody: input.TemplateBody, templateUrl: input.TemplateURL, caller }, undefined);
    return parseTemplate(text);
  };

  return {
    GetTemplate(input, context) {
      permission.require('GetTemplate', input.StackName, context);
      // No transform is carried out here, so the processed template is the original one.
      const StagesAvailable = ['Original', 'Processed'];
      if (input.ChangeSetName !== undefined) {
        const stack = input.StackName === undefined ? undefined : service.require(input.StackName);
        const row = input.ChangeSetName.startsWith('arn:') ? store.changeSet(input.ChangeSetName) : store.changeSetsOf(stack?.stackId ?? '').find(({ changeSetName }) => changeSetName === input.ChangeSetName);
        if (!row) throw changeSetNotFound(input.ChangeSetName);
        return { TemplateBody: row.target.templateBody, StagesAvailable };
      }
      return { TemplateBody: service.require(input.StackName ?? '').deployed?.templateBody, StagesAvailable };
    },

    async GetTemplateSummary(input, context) {
      permission.require('GetTemplateSummary', input.StackName, context);
      if (input.StackName === undefined) return summary(await handedOver(input, context));
      const text = service.require(input.StackName).deployed?.templateBody;
      if (text === undefined) throw validationError(`Stack ${input.StackName} has no template yet`);
      return summary(parseTemplate(text));
    },

    async ValidateTemplate(input, context) {
      permission.require('ValidateTemplate', undefined, context);
      const { Parameters, Description, Capabilities, CapabilitiesReason, DeclaredTransforms } = summary(await handedOver(input, context));
      return { Parameters, Description, Capabilities, CapabilitiesReason, DeclaredTransforms };
    },
  };
}

function summary(template: Template) {
  const { capabilities, types } = requiredCapabilities(template);
  return {
    Parameters: Object.entries(template.Parameters ?? {}).map(([ParameterKey, { Default, Type, NoEcho, Description, AllowedValues }]) => ({
      ParameterKey, ParameterType: Type, DefaultValue: Default, NoEcho: NoEcho === true || NoEcho === 'true', Description, ParameterConstraints: { AllowedValues },
    })),
    Description: template.Description,
    Capabilities: capabilities,
    CapabilitiesReason: types.length > 0 ? `The following resource(s) require capabilities: [${types.join(', ')}]` : undefined,
    ResourceTypes: [...new Set(Object.values(template.Resources).map(({ Type }) => Type))],
    Version: template.AWSTemplateFormatVersion,
    Metadata: template.Metadata === undefined ? undefined : JSON.stringify(template.Metadata),
    DeclaredTransforms: transforms(template),
    // Import of existing resources is refused, so no identifiers are offered for it.
    ResourceIdentifierSummaries: [],
  };
}
