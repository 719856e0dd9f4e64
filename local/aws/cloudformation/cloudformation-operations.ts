import { Authority } from '../../services';
import { Operations } from '../wire/http';
import { changeSetOperations } from './change-set-operations';
import { CloudFormationService } from './cloudformation-service';
import { Permission } from './permission';
import { readingOperations } from './reading-operations';
import { stackOperations } from './stack-operations';
import { templateOperations } from './template-operations';

/** Everything the Query door of CloudFormation (2010-05-15) answers. */
export function cloudFormationOperations(service: CloudFormationService, authority: Authority): Operations {
  const permission = new Permission(service, authority);
  return {
    ...changeSetOperations(service, permission),
    ...stackOperations(service, permission),
    ...readingOperations(service, permission),
    ...templateOperations(service, permission),
  };
}
